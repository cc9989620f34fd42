#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

// A function with a variable number of arguments, which Swift cannot call. Answers zero where it worked.
static inline int landfall_hide_memory(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) | prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
