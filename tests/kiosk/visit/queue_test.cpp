#include "kiosk/visit/queue.h"

#include <doctest/doctest.h>

#include <thread>

using entre::visit::Queue;

TEST_CASE("a queue holds no more than its cap and gives items in order") {
  Queue<int> queue(2);
  CHECK(queue.offer(1));
  CHECK(queue.offer(2));
  CHECK_FALSE(queue.offer(3));
  CHECK(queue.take() == 1);
  CHECK(queue.offer(4));
  CHECK(queue.take_all() == std::vector<int>{2, 4});
  CHECK(queue.take_all().empty());
}

TEST_CASE("a closed queue takes nothing in and still gives what it held") {
  Queue<int> queue(4);
  queue.offer(1);
  queue.close();
  CHECK_FALSE(queue.offer(2));
  CHECK_FALSE(queue.put(2));
  CHECK(queue.take() == 1);
  CHECK_FALSE(queue.take().has_value());
}

TEST_CASE("who waits for room or for an item goes on when there is some") {
  Queue<int> queue(1);
  int sum = 0;
  std::thread reader([&] {
    while (const auto item = queue.take()) sum += *item;
  });
  for (int i = 1; i <= 1000; ++i) CHECK(queue.put(i));
  queue.close();
  reader.join();
  CHECK(sum == 500500);
}
