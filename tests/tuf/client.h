#pragma once
// tuf-client, run as the public suite runs it: a process a command, its folders looked at afterwards.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "platform/files.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"
#include "tests/tuf/repository.h"

namespace entre::test {

class Client {
 public:
  explicit Client(Repository& repository) : repository_(repository) {}

  int init() { return init(repository_.published.at("root").front()); }
  int init(const std::string& root) {
    REQUIRE(files_.write(folder_.file("initial_root.json"), root, 0644).ok());
    return run({"--metadata-dir", metadata_dir(), "init", folder_.file("initial_root.json")}, 0);
  }
  // days: how far the clock has run on, by faketime as in the suite.
  int refresh(int days = 0) {
    return run({"--metadata-url", repository_.metadata_url, "--metadata-dir", metadata_dir(), "refresh"},
               days);
  }
  int download(const std::vector<std::string>& targets, int days = 0) {
    std::vector<std::string> arguments{"--metadata-url", repository_.metadata_url, "--metadata-dir",
                                       metadata_dir()};
    for (const std::string& target : targets) {
      arguments.push_back("--target-name");
      arguments.push_back(target);
    }
    for (const std::string& part :
         {std::string("--target-dir"), target_dir(), std::string("--target-base-url"),
          repository_.targets_url, std::string("download")})
      arguments.push_back(part);
    return run(arguments, days);
  }
  int download(const std::string& target, int days = 0) {
    return download(std::vector<std::string>{target}, days);
  }

  // "root 1, timestamp 2": what the folder of trusted metadata holds.
  std::string trusted() const {
    std::string out;
    for (const std::string& name : files_.list(metadata_dir()))
      if (name.ends_with(".json"))
        out += (out.empty() ? "" : ", ") + name.substr(0, name.size() - 5) + " " +
               Json::parse(stored(name))["signed"]["version"].dump();
    return out;
  }
  std::string stored(const std::string& name) const {
    auto bytes = files_.read(metadata_dir() + "/" + name, 1u << 20);
    return bytes ? *bytes : "";
  }
  void overwrite(const std::string& name, const std::string& bytes) {
    REQUIRE(files_.write(metadata_dir() + "/" + name, bytes, 0644).ok());
  }
  // The contents of all downloaded artifacts, sorted by their names.
  std::vector<std::string> artifacts() const {
    std::vector<std::string> out;
    for (const std::string& name : files_.list(target_dir()))
      out.push_back(*files_.read(target_dir() + "/" + name, 1u << 20));
    return out;
  }
  const std::string& said() const { return said_; }  // on stderr, by the last command

 private:
  std::string metadata_dir() const { return folder_.file("metadata"); }
  std::string target_dir() const { return folder_.file("targets"); }
  int run(const std::vector<std::string>& arguments, int days) {
    std::vector<std::string> argv;
    if (days != 0) argv = {"faketime", "-f", "+" + std::to_string(days) + "d"};
    argv.push_back(program("tests/tuf-client"));
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    // faketime preloads itself before the sanitizer.
    const Finished finished = test::run(argv, 60'000, {"ASAN_OPTIONS=verify_asan_link_order=0"});
    said_ = finished.err;
    return finished.exit_code;
  }

  Repository& repository_;
  TempFolder folder_;
  mutable SystemFiles files_;
  std::string said_;
};

using Strings = std::vector<std::string>;

}  // namespace entre::test
