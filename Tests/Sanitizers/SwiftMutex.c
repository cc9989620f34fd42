// Tells ThreadSanitizer of the locks it cannot see.
//
// The slow path of Synchronization.Mutex lies in a library of the toolchain that is not built for the sanitizer: where
// two threads want a Mutex at once, the sanitizer sees neither the one let go nor the other take it, and reports all
// that the Mutex guards as races. Preloaded (LD_PRELOAD), these three functions stand before the library's own and say
// what has happened. Outside of a process that is built with -sanitize=thread they say nothing to anybody.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static void tell(const char *name, void *mutex) {
    void (*note)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, name);
    if (note) note(mutex);
}

SWIFT void lock_slow(uint32_t thread, SELF mutex) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF mutex) {
    SWIFT void (*original)(uint32_t, SELF) = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK);
    original(thread, mutex);
    tell("__tsan_acquire", mutex);
}

SWIFT bool try_lock_slow(SELF mutex) __asm__(TRY_LOCK);
SWIFT bool try_lock_slow(SELF mutex) {
    SWIFT bool (*original)(SELF) = (SWIFT bool (*)(SELF))dlsym(RTLD_NEXT, TRY_LOCK);
    bool is_taken = original(mutex);
    if (is_taken) tell("__tsan_acquire", mutex);
    return is_taken;
}

SWIFT void unlock_slow(SELF mutex) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF mutex) {
    SWIFT void (*original)(SELF) = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK);
    tell("__tsan_release", mutex);
    original(mutex);
}
