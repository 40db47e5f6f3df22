// Delegations (5.6.7): the order of the walk, what ends it, and by whose keys a role is checked.
#include <functional>

#include "platform/crypto.h"
#include "tests/tuf/client.h"

namespace entre::test {

namespace {

using Delegation = Repository::Delegation;

struct Graph {
  const char* name;
  std::vector<Delegation> delegations;
  Strings visited;
};

// Publishes each role of the graph once, so that all delegated roles are version 1.
void publish(Repository& repository, const std::vector<Delegation>& delegations) {
  std::set<std::string> names;
  for (const Delegation& delegation : delegations) {
    repository.delegate(delegation);
    names.insert(delegation.name);
    names.insert(delegation.parent);
  }
  repository.publish({names.begin(), names.end()});
  repository.publish({"snapshot", "timestamp"});
}

Strings delegated_asked(const Repository& repository) {
  const Strings asked = repository.asked();
  REQUIRE(asked.size() >= 4);
  return {asked.begin() + 4, asked.end()};
}

}  // namespace

TEST_CASE("delegations are walked depth first, in the order of the delegator, by those that cover the path") {
  const Strings any{"*"}, python{"*.py"};
  const std::vector<Graph> graphs{
      {"one", {{"targets", "A"}}, {"A 1"}},
      {"two", {{"targets", "A"}, {"targets", "B"}}, {"A 1", "B 1"}},
      {"two levels", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}}, {"A 1", "B 1", "C 1"}},
      {"two levels, children before siblings",
       {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"A", "D"}},
       {"A 1", "C 1", "D 1", "B 1"}},
      {"three levels",
       {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"C", "D"}},
       {"A 1", "C 1", "D 1", "B 1"}},
      {"a terminating role ends it",
       {{"targets", "A"}, {"targets", "B"}, {"A", "C", any, true}, {"A", "D"}},
       {"A 1", "C 1"}},
      {"but not for what is below it",
       {{"targets", "A"}, {"targets", "B"}, {"A", "C", any, true}, {"C", "D"}},
       {"A 1", "C 1", "D 1"}},
      {"a terminating role that does not cover the path ends nothing",
       {{"targets", "A", python, true}, {"targets", "B"}},
       {"B 1"}},
      {"not by what does not cover it", {{"targets", "A", python}, {"targets", "B"}, {"A", "C"}}, {"B 1"}},
      {"not by what does not cover it, deeper",
       {{"targets", "A"}, {"targets", "B"}, {"A", "C", python}, {"C", "D"}},
       {"A 1", "B 1"}},
      {"a circle",
       {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"C", "D"}, {"D", "B"}},
       {"A 1", "B 1", "C 1", "D 1"}},
      {"a role that two delegate to",
       {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C"}},
       {"A 1", "C 1", "B 1"}},
      {"a role that two delegate to, for other paths",
       {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C", python}},
       {"A 1", "B 1", "C 1"}},
  };
  for (const Graph& graph : graphs) {
    CAPTURE(graph.name);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    publish(repository, graph.delegations);
    CHECK(client.download("missingpath") == 1);
    CHECK(delegated_asked(repository) == graph.visited);
  }
}

TEST_CASE("an artifact is found through the roles whose paths cover it, and through no others") {
  struct Search {
    std::string path, content;
    Strings visited;
  };
  const std::vector<Search> searches{
      {"targetfile", "targetfile content", {}},
      {"README.md", "README by A", {"A 1"}},
      {"releases/x/x_v1", "x release by C", {"B 1", "C 1"}},
      {"releases/y/y_v1.zip", "y release by D", {"B 1", "D 1"}},
      {"releases/z/z_v1.zip", "", {"B 1"}},
  };
  for (const Search& search : searches) {
    CAPTURE(search.path);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    const std::vector<Delegation> tree{{"targets", "A", {"*.doc", "*.md"}},
                                       {"targets", "B", {"releases/*/*"}},
                                       {"B", "C", {"releases/x/*"}},
                                       {"B", "D", {"releases/y/*.zip"}}};
    for (const Delegation& delegation : tree) repository.delegate(delegation);
    repository.add_artifact("targets", "targetfile content", "targetfile");
    repository.add_artifact("A", "README by A", "README.md");
    repository.add_artifact("C", "x release by C", "releases/x/x_v1");
    repository.add_artifact("D", "y release by D", "releases/y/y_v1.zip");
    repository.add_artifact("D", "z release by D", "releases/z/z_v1.zip");
    repository.publish({"A", "B", "C", "D", "targets", "snapshot", "timestamp"});
    CHECK(client.download(search.path) == (search.content.empty() ? 1 : 0));
    CHECK(client.artifacts() == (search.content.empty() ? Strings{} : Strings{search.content}));
    CHECK(delegated_asked(repository) == search.visited);
  }
}

TEST_CASE("roles are found by the prefix of the path's hash") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  const std::string hash = sha256_hex("some/file");
  const std::string other(1, hash[0] == '0' ? '1' : '0');
  repository.delegate({"targets", "wrong", {other, hash.substr(1, 4)}, false, "path_hash_prefixes"});
  repository.delegate({"targets", "right", {"zz", hash.substr(0, 3)}, false, "path_hash_prefixes"});
  repository.add_artifact("wrong", "a lie", "some/file");
  repository.add_artifact("right", "content", "some/file");
  repository.publish({"wrong", "right", "targets", "snapshot", "timestamp"});
  CHECK(client.download("some/file") == 0);
  CHECK(delegated_asked(repository) == Strings{"right 1"});
  CHECK(client.artifacts() == Strings{"content"});
}

TEST_CASE("a role's name is encoded in addresses and file names") {
  struct Name {
    std::string role, encoded;
  };
  for (const Name& name : {Name{"?", "%3F"}, Name{"#", "%23"}, Name{"/delegatedrole", "%2Fdelegatedrole"},
                           Name{"../delegatedrole", "..%2Fdelegatedrole"}, Name{"..", ".."}, Name{".", "."},
                           Name{"en roll å", "en%20roll%20%C3%A5"}, Name{"%3F", "%253F"}}) {
    CAPTURE(name.role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.delegate({"targets", name.role});
    repository.publish({name.role, "targets", "snapshot", "timestamp"});
    CHECK(client.download("nonexistent") == 1);
    CHECK(delegated_asked(repository) == Strings{name.encoded + " 1"});
    CHECK(client.stored(name.encoded + ".json") == repository.published[name.role].back());
    CHECK(client.trusted().find("root 1, snapshot 2, targets 2, timestamp 2") != std::string::npos);
  }
}

TEST_CASE("a delegated role may not be named like one of the four") {
  for (const char* name : {"root", "timestamp", "snapshot", "targets", ""}) {
    CAPTURE(name);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.parts["targets"]["delegations"] =
        Json{{"keys", Json::object()},
             {"roles", Json::array({Json{{"name", name},
                                         {"keyids", Json::array()},
                                         {"threshold", 1},
                                         {"terminating", false},
                                         {"paths", Json::array({"*"})}}})}};
    repository.publish({"targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1, snapshot 2, timestamp 2");
  }
}

TEST_CASE(
    "a delegated role below its threshold, of another key, version, hash or length is not used or kept") {
  const std::vector<std::pair<std::string, std::function<void(Repository&)>>> faults{
      {"no signature", [](Repository& r) { r.signers["role1"].clear(); }},
      {"another key", [](Repository& r) { r.signers["role1"] = {Signer()}; }},
      {"threshold", [](Repository& r) { r.parts["targets"]["delegations"]["roles"][0]["threshold"] = 2; }},
      {"a top-level key", [](Repository& r) { r.signers["role1"] = r.signers["targets"]; }},
      {"type", [](Repository& r) { r.parts["role1"]["_type"] = "snapshot"; }},
  };
  for (const auto& [name, fault] : faults) {
    CAPTURE(name);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.delegate({"targets", "role1"});
    repository.add_artifact("role1", "content", "file");
    fault(repository);
    repository.publish({"role1", "targets", "snapshot", "timestamp"});
    CHECK(client.download("file") == 1);
    CHECK(client.artifacts().empty());
    CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 2");
  }
  for (const char* member : {"version", "hashes", "length"}) {
    CAPTURE(member);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.with_hashes = true;
    repository.delegate({"targets", "role1"});
    repository.add_artifact("role1", "content", "file");
    repository.publish({"role1", "targets"});
    Json& meta = repository.parts["snapshot"]["meta"]["role1.json"];
    if (std::string(member) == "version") {
      meta = Json{{"version", 2}};
      repository.published["role1"].push_back(repository.published["role1"].back());
    } else if (std::string(member) == "hashes") {
      meta["hashes"]["sha256"] = std::string(64, 'a');
    } else {
      meta["length"] = meta["length"].get<int>() + 1;
    }
    repository.publish({"snapshot", "timestamp"});
    CHECK(client.download("file") == 1);
    CHECK(client.artifacts().empty());
    CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 2");
  }
}

TEST_CASE("a delegated role that the snapshot does not list is not used") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.delegate({"targets", "role1"});
  repository.add_artifact("role1", "content", "file");
  repository.publish({"role1", "targets"});
  repository.parts["snapshot"]["meta"].erase("role1.json");
  repository.publish({"snapshot", "timestamp"});
  CHECK(client.download("file") == 1);
  CHECK(delegated_asked(repository).empty());
}

TEST_CASE(
    "a role is checked by the keys of the one that delegates to it here, not by those that did before") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  const Signer of_a, of_b;
  repository.delegate({"targets", "A", {"a/*"}});
  repository.delegate({"targets", "B", {"b/*"}});
  repository.delegate({"A", "C", {"*/*"}}, of_a);
  repository.delegate({"B", "C", {"*/*"}}, of_b);  // C is signed by A's key for it alone
  repository.add_artifact("C", "through a", "a/file");
  repository.add_artifact("C", "through b", "b/file");
  repository.publish({"A", "B", "C", "targets", "snapshot", "timestamp"});
  CHECK(client.download(Strings{"a/file", "b/file"}) == 1);
  CHECK(client.artifacts() == Strings{"through a"});
  CHECK(client.download("b/file") == 1);
  repository.signers["C"].push_back(of_b);
  repository.publish({"C", "snapshot", "timestamp"});
  CHECK(client.download(Strings{"a/file", "b/file"}) == 0);
  CHECK(client.artifacts() == Strings{"through a", "through b"});
}

TEST_CASE("without consistent snapshots delegated roles are asked for by name alone") {
  Repository repository;
  repository.parts["root"]["consistent_snapshot"] = false;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (const char* name : {"role1", "..", "."}) repository.delegate({"targets", name});
  repository.publish({"root", "role1", "..", ".", "targets", "snapshot", "timestamp"});
  CHECK(client.download("nothing") == 1);
  CHECK(repository.asked() ==
        Strings{"root 2", "root 3", "timestamp", "snapshot", "targets", "role1", "..", "."});
}

TEST_CASE("a chain of more delegations than the limit ends the search") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  constexpr int depth = 300;
  std::vector<Delegation> chain;
  std::string parent = "targets";
  const Signer signer("ed25519");
  std::vector<std::string> names;
  for (int i = 0; i < depth; ++i) {
    const std::string name = "r" + std::to_string(i);
    repository.delegate({parent, name}, signer);
    names.push_back(name);
    parent = name;
  }
  repository.add_artifact(parent, "deep", "deep");
  repository.publish(names);
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.download("deep") == 1);
  CHECK(delegated_asked(repository).size() < depth);
  CHECK(client.artifacts().empty());
}

}  // namespace entre::test
