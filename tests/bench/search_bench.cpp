// Search at the cap of 20,000 pages, beside Xapian and FTS5 on the same corpus in the same run: the time to
// build, the time of each keystroke, and how often the page that was meant comes first. tests/bench/search
// runs it.
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "platform/json.h"
#include "sync/content/content_file.h"
#include "sync/content/documents.h"
#include "sync/content/tokens.h"

using namespace entre;

namespace {

constexpr int kWordsAPage = 300, kQueries = 200;

// Of the processor, not of the clock on the wall: others share this machine.
double processor_ms() {
  return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// A language like Swedish: stems of two or three syllables, as often as Zipf says, inflected and compounded.
class Language {
 public:
  explicit Language(std::uint32_t seed) : random_(seed) {
    static const char* const onsets[] = {"b", "br", "d", "f", "g",  "h",  "k",  "kl", "l",  "m",
                                         "n", "p",  "r", "s", "sk", "st", "sv", "t",  "tr", "v"};
    static const char* const vowels[] = {"a", "e", "i", "o", "u", "å", "ä", "ö", "y"};
    static const char* const codas[] = {"", "l", "n", "r", "s", "t", "ng", "st", "rd", "ll", "nn"};
    std::set<std::string> known;
    while (stems_.size() < 12'000) {
      std::string stem;
      const int syllables = 1 + below(3);
      for (int i = 0; i < syllables; ++i) stem += std::string(one(onsets)) + one(vowels);
      stem += one(codas);
      if (content::letters(stem) >= 3 && known.insert(stem).second) stems_.push_back(stem);
    }
    double sum = 0;
    for (std::size_t i = 0; i < stems_.size(); ++i)
      cumulative_.push_back(sum += 1.0 / static_cast<double>(i + 3));
  }
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  const std::string& stem() {
    const double at = cumulative_.back() * (random_() / 4294967296.0);
    return stems_[static_cast<std::size_t>(std::lower_bound(cumulative_.begin(), cumulative_.end(), at) -
                                           cumulative_.begin())];
  }
  // Any stem, the rare as often as the common.
  const std::string& topic() {
    return stems_[static_cast<std::size_t>(below(static_cast<int>(stems_.size())))];
  }
  std::string inflected(const std::string& stem) {
    static const char* const endings[] = {"", "", "", "en", "ar", "arna", "s", "et", "er"};
    return stem + one(endings);
  }
  std::string word() {
    const int kind = below(10);
    if (kind == 0) return stem() + "s" + inflected(stem());
    return kind < 6 ? stem() : inflected(stem());
  }

 private:
  template <std::size_t n>
  const char* one(const char* const (&choices)[n]) {
    return choices[below(static_cast<int>(n))];
  }
  std::mt19937 random_;
  std::vector<std::string> stems_;
  std::vector<double> cumulative_;
};

struct Corpus {
  std::vector<content::Page> pages;
  std::vector<std::pair<std::string, std::size_t>> queries;  // and the page that is meant
};

std::string slipped(Language& language, const std::string& word) {
  const auto count = content::letters(word);
  if (count < 6) return word;
  const auto at =
      content::letter_at(word, 2 + static_cast<std::size_t>(language.below(static_cast<int>(count) - 3)));
  return word.substr(0, at) + "x" + word.substr(content::letter_at(word.substr(at), 1) + at);
}

Corpus make_corpus(int pages) {
  Language language(2017);
  Corpus corpus;
  for (int i = 0; i < pages; ++i) {
    content::Page page;
    page.id = "p-" + std::to_string(i);
    page.language = "sv";
    // What a page is about stands in its title and, inflected, in its text.
    const std::string topic = language.topic(), second = language.topic();
    page.title = content::capitalised(language.inflected(topic)) + " " + language.stem() + " " + second;
    for (int w = 0; w < 8; ++w) page.summary += language.word() + " ";
    page.updated = page.review_by = "2024-01-01";
    std::string body;
    for (int w = 0; w < kWordsAPage; ++w) {
      const int kind = language.below(60);
      body += kind == 0   ? language.inflected(topic)
              : kind == 1 ? second + "s" + language.stem()
                          : language.word();
      body += w % 12 == 11 ? ". " : " ";
      if (w % 75 == 74) {
        content::Block block;
        block.spans = {{std::exchange(body, ""), false, false, ""}};
        page.blocks.push_back(block);
      }
    }
    corpus.pages.push_back(page);
    if (i % std::max(1, pages / kQueries) != 0) continue;
    const auto id = static_cast<std::size_t>(i);
    switch (corpus.queries.size() % 4) {
      case 0:
        corpus.queries.push_back({language.inflected(topic) + " " + second, id});
        break;
      case 1:
        corpus.queries.push_back({topic + " " + language.inflected(second), id});
        break;
      case 2:
        corpus.queries.push_back({content::fold(topic) + " " + content::fold(second), id});
        break;
      default:
        corpus.queries.push_back({slipped(language, topic) + " " + second, id});
    }
  }
  return corpus;
}

struct Engine {
  virtual ~Engine() = default;
  virtual void build(const Corpus& corpus) = 0;
  // Numbers of the pages, best first.
  virtual std::vector<std::size_t> search(const std::string& text) = 0;
};

std::size_t number_of(const std::string& id) {
  return static_cast<std::size_t>(std::stoul(id.substr(2)));
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) std::fprintf(stderr, "search_bench: %s\n", result.error().message.c_str()), std::exit(1);
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result.ok()) std::fprintf(stderr, "search_bench: %s\n", result.error().message.c_str()), std::exit(1);
}

struct Ours : Engine {
  explicit Ours(const std::string& folder) : path(folder + "/content-1.db") {}
  void build(const Corpus& corpus) override {
    auto writer = must(content::ContentWriter::create(path, 1));
    content::Site site;
    site.id = "bench";
    site.default_language = "sv";
    site.name = {{"sv", "Bench"}};
    site.languages = {{"sv", "Svenska", "sv", false}};
    must(writer->add("contacts.json", content::encode(content::Contacts{})));
    for (const content::Page& page : corpus.pages)
      must(writer->add(content::page_target(page.id, page.language), content::encode(page)));
    must(writer->add("site.json", content::encode(site)));
    must(writer->finish());
    file = must(content::ContentFile::open(path));
    must(file->search("", "sv"));  // the search screen does so when it opens
  }
  std::vector<std::size_t> search(const std::string& text) override {
    std::vector<std::size_t> out;
    for (const content::Hit& hit : must(file->search(text, "sv")).hits) out.push_back(number_of(hit.id));
    return out;
  }
  std::string path;
  std::unique_ptr<content::ContentFile> file;
};

struct XapianEngine : Engine {
  explicit XapianEngine(const std::string& folder) : path(folder + "/xapian") {}
  void build(const Corpus& corpus) override {
    Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    // Without positions, which only phrases need.
    generator.set_stemmer(Xapian::Stem("sv"));
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    generator.set_database(db);
    generator.set_flags(Xapian::TermGenerator::FLAG_SPELLING);
    for (const content::Page& page : corpus.pages) {
      Xapian::Document document;
      generator.set_document(document);
      generator.index_text_without_positions(page.title, 10);
      generator.index_text_without_positions(page.summary, 3);
      generator.index_text_without_positions(content::plain_text(page.blocks));
      document.set_data(page.id);
      db.add_document(document);
    }
    db.commit();
    read = Xapian::Database(path);
  }
  std::vector<std::size_t> search(const std::string& text) override {
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("sv"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_database(read);
    parser.set_default_op(Xapian::Query::OP_AND);
    constexpr unsigned partial = Xapian::QueryParser::FLAG_PARTIAL;
    const auto found = run(parser.parse_query(text, partial));
    if (!found.empty()) return found;
    // Slips are looked for as we do: where nothing is found.
    (void)parser.parse_query(text, partial | Xapian::QueryParser::FLAG_SPELLING_CORRECTION);
    const std::string corrected = parser.get_corrected_query_string();
    return corrected.empty() ? found : run(parser.parse_query(corrected, partial));
  }
  std::vector<std::size_t> run(const Xapian::Query& query) {
    Xapian::Enquire enquire(read);
    enquire.set_query(query);
    std::vector<std::size_t> out;
    const Xapian::MSet set = enquire.get_mset(0, 50);
    for (auto it = set.begin(); it != set.end(); ++it) out.push_back(number_of(it.get_document().get_data()));
    return out;
  }
  std::string path;
  Xapian::Database read;
};

// FTS5 as the first design had it, without stems and lists: its ranking is what costs.
struct Fts5 : Engine {
  explicit Fts5(const std::string& folder)
      : db(must(Database::open(folder + "/fts5.db", Database::Mode::create))) {}
  void build(const Corpus& corpus) override {
    must(db.execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; CREATE VIRTUAL TABLE word USING "
        "fts5(title, summary, body, content='', prefix='2 3')"));
    auto insert = must(db.prepare("INSERT INTO word (rowid, title, summary, body) VALUES (?, ?, ?, ?)"));
    for (std::size_t i = 0; i < corpus.pages.size(); ++i) {
      const content::Page& page = corpus.pages[i];
      insert.bind(1, static_cast<std::int64_t>(i)).bind(2, page.title).bind(3, page.summary);
      must(insert.bind(4, content::plain_text(page.blocks)).run());
    }
    must(db.execute("INSERT INTO word (word) VALUES ('optimize'); COMMIT"));
  }
  std::vector<std::size_t> search(const std::string& text) override {
    std::string match;
    for (const content::Token& token : content::tokens_of(text)) match += "\"" + token.word + "\"* ";
    std::vector<std::size_t> out;
    if (match.empty()) return out;
    auto find =
        must(db.prepare("SELECT rowid FROM word WHERE word MATCH ? ORDER BY bm25(word, 10, 3, 1) LIMIT 50"));
    find.bind(1, match);
    while (must(find.step())) out.push_back(static_cast<std::size_t>(find.column_int(0)));
    return out;
  }
  Database db;
};

double at_share(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

// Each query letter by letter, from the second on, as a visitor writes it.
Json measure(Engine& engine, const Corpus& corpus) {
  const double began = processor_ms();
  engine.build(corpus);
  Json figures;
  figures["build_s"] = (processor_ms() - began) / 1000;
  std::vector<double> all;
  std::array<std::vector<double>, 2> few;
  std::size_t first = 0, among = 0;
  std::array<std::size_t, 4> first_by_kind{};
  for (std::size_t number = 0; number < corpus.queries.size(); ++number) {
    const auto& [text, meant] = corpus.queries[number];
    std::vector<std::size_t> found;
    for (std::size_t count = 2; count <= content::letters(text); ++count) {
      const std::string typed = text.substr(0, content::letter_at(text, count));
      const double struck = processor_ms();
      found = engine.search(typed);
      const double took = processor_ms() - struck;
      all.push_back(took);
      if (count <= 3) few[count - 2].push_back(took);
    }
    const auto place = std::find(found.begin(), found.end(), meant) - found.begin();
    if (!found.empty() && place == 0) ++first, ++first_by_kind[number % 4];
    if (place < std::min<std::ptrdiff_t>(5, static_cast<std::ptrdiff_t>(found.size()))) ++among;
  }
  std::fprintf(stderr, "%.1f s to build, 99th percentile %.2f ms\n", figures["build_s"].get<double>(),
               at_share(all, 0.99));
  const auto share = [&](std::size_t n, std::size_t of) {
    return 100.0 * static_cast<double>(n) / static_cast<double>(of);
  };
  figures["keystrokes"] = all.size();
  figures["median_ms"] = at_share(all, 0.5);
  figures["p99_ms"] = at_share(all, 0.99);
  figures["max_ms"] = at_share(all, 1);
  figures["two_letters_p99_ms"] = at_share(few[0], 0.99);
  figures["three_letters_p99_ms"] = at_share(few[1], 0.99);
  figures["first_percent"] = share(first, corpus.queries.size());
  figures["among_five_percent"] = share(among, corpus.queries.size());
  const char* const kinds[] = {"inflected_topic", "inflected_second", "folded", "slipped"};
  for (std::size_t kind = 0; kind < 4; ++kind)
    figures[kinds[kind]] = share(first_by_kind[kind], corpus.queries.size() / 4);
  return figures;
}

// Of a file, or of all files in a folder.
double mib(const std::string& path) {
  std::uintmax_t bytes = 0;
  if (!std::filesystem::is_directory(path))
    bytes = std::filesystem::file_size(path);
  else
    for (const auto& file : std::filesystem::directory_iterator(path)) bytes += file.file_size();
  return static_cast<double>(bytes) / (1 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  // Fewer pages, and ours alone, to look at a change with.
  if (argc < 2 || argc > 3) return std::fputs("usage: search_bench FOLDER [PAGES]\n", stderr), 2;
  const std::string folder = argv[1];
  const Corpus corpus = make_corpus(argc == 3 ? std::atoi(argv[2]) : 20'000);
  Json all;
  Ours ours(folder);
  all["entre"] = measure(ours, corpus);
  all["entre"]["mib"] = mib(ours.path);
  if (argc == 3) return std::puts(all.dump(1).c_str()), 0;
  XapianEngine xapian(folder);
  all["xapian"] = measure(xapian, corpus);
  all["xapian"]["mib"] = mib(xapian.path);
  Fts5 fts5(folder);
  all["fts5"] = measure(fts5, corpus);
  all["fts5"]["mib"] = mib(folder + "/fts5.db");
  std::puts(all.dump(1).c_str());
}
