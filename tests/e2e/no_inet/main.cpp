// no_inet PROGRAM ARGUMENTS...: runs a program under a seccomp filter that ends it (SIGSYS) at the first
// socket of the families AF_INET and AF_INET6. Every child inherits the filter.

#include <seccomp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <initializer_list>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: no_inet PROGRAM ARGUMENTS...\n", stderr);
    return 2;
  }
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  for (const int family : {AF_INET, AF_INET6}) {
    if (filter == nullptr || seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
                                              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))) != 0) {
      std::fputs("no_inet: the filter could not be built\n", stderr);
      return 1;
    }
  }
  if (seccomp_load(filter) != 0) {
    std::fputs("no_inet: the kernel refused the filter\n", stderr);
    return 1;
  }
  seccomp_release(filter);
  execv(argv[1], argv + 1);
  std::perror("no_inet");
  return 1;
}
