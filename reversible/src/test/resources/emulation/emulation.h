// Stands before kernels.cu where a C++17 compiler takes it for CUDA C++, and makes a library of it whose kernels
// emulated_cuda.cpp runs. It includes next to nothing, as each plan of launches compiles it anew.
#include <link.h>

struct EmulatedIndex {
  unsigned x;
};

/** Which thread runs, where, and what it calls at a barrier; set by the driver. */
struct Emulated {
  EmulatedIndex thread, block, threads, blocks;
  void (*meet)();
};

/** A kernel by its name: every one has one argument, a struct. */
struct EmulatedKernel {
  const char* name;
  void (*kernel)();
  void (*call)(void (*kernel)(), const void* arguments);
  unsigned long size;
  bool cooperates;
  EmulatedKernel* next;
};

extern "C" {
Emulated* emulated;
EmulatedKernel* emulated_kernels;

// All __shared__ variables lie in this library's thread-local memory, which is saved and brought back where blocks take
// turns.
static thread_local volatile char emulated_anchor;

static int emulated_find(dl_phdr_info* library, size_t, void* found) {
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    char* start = (char*) library->dlpi_tls_data;
    if (part.p_type == PT_TLS && start && (char*) &emulated_anchor >= start
        && (char*) &emulated_anchor < start + part.p_memsz) {
      ((char**) found)[0] = start;
      ((char**) found)[1] = start + part.p_memsz;
    }
  }
  return 0;
}

/** Finds that memory, of the calling thread. */
void emulated_shared(char** bounds) {
  emulated_anchor = 0; // now the thread has it
  dl_iterate_phdr(emulated_find, bounds);
}
}

struct EmulatedRegistration {
  template <class A>
  EmulatedRegistration(EmulatedKernel& at, const char* name, void (*kernel)(const A&), bool cooperates) {
    at = {name, (void (*)()) kernel,
        [](void (*erased)(), const void* arguments) { ((void (*)(const A&)) erased)(*(const A*) arguments); }, sizeof(A),
        cooperates, emulated_kernels};
    emulated_kernels = &at;
  }
};

#define __device__
#define __shared__ static thread_local
#define CONSTANT(...) const __VA_ARGS__&
#define threadIdx emulated->thread
#define blockIdx emulated->block
#define blockDim emulated->threads
#define gridDim emulated->blocks

#define REGISTERED(name, parameters, cooperates) \
  static void name parameters; \
  static EmulatedKernel kernel_##name; \
  static EmulatedRegistration registration_##name(kernel_##name, #name, &name, cooperates); \
  static void name parameters
#define KERNEL(name, parameters) REGISTERED(name, parameters, false)
#define REDUCTION(name, parameters) REGISTERED(name, parameters, true)

static inline void __syncthreads() { emulated->meet(); }
static inline void __threadfence() {}

static inline unsigned atomicAdd(unsigned* at, unsigned value) {
  unsigned before = *at;
  *at += value;
  return before;
}

static inline int atomicCAS(int* at, int expected, int value) {
  int before = *at;
  if (before == expected) *at = value;
  return before;
}

static inline int atomicExch(int* at, int value) {
  int before = *at;
  *at = value;
  return before;
}

static inline long long __mul64hi(long long a, long long b) { return (long long) (((__int128) a * b) >> 64); }

static inline long long __double_as_longlong(double x) {
  long long bits;
  __builtin_memcpy(&bits, &x, sizeof x);
  return bits;
}

static inline double __longlong_as_double(long long bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

static inline double fabs(double x) { return __builtin_fabs(x); }

static inline double sqrt(double x) { return __builtin_sqrt(x); }
