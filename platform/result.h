#pragma once
// Result<T>: a value or an Error. Callers branch on the kind only; the message says what to do.

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace entre {

enum class ErrorKind {
  not_found,    // it is not there
  invalid,      // malformed, unknown or out of range: the sender or editor must change it
  too_large,    // beyond a named cap
  denied,       // signature, permission or token refused
  unavailable,  // the other end is away; trying again later may help
  io,           // a read or write failed
  full,         // no space left on the device
  corrupt,      // stored data is damaged
};

struct Error {
  ErrorKind kind;
  std::string message;
};

// A value or an error. Asking a failed Result for its value is a programming error and aborts.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return require(), std::get<0>(state_); }
  const T& value() const& { return require(), std::get<0>(state_); }
  T&& value() && { return require(), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    if (ok()) std::abort();
    return std::get<1>(state_);
  }

 private:
  void require() const {
    if (!ok()) std::abort();
  }
  std::variant<T, Error> state_;
};

// Success or an error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    if (!error_) std::abort();
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace entre
