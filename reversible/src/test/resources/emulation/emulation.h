// Stands before kernels.cu where a C++17 compiler takes it for CUDA C++: blocks one after the other and their threads
// too; those of a REDUCTION as fibers that meet at __syncthreads, a few blocks in turns.
//
// Which thread or block comes first is not told by CUDA, so it is drawn anew for every launch: a kernel that depends on
// the order gives other bits.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <link.h>
#include <setjmp.h>
#include <ucontext.h>

namespace emulation {

struct Index {
  unsigned x;
};

static Index thread, block, threads, blocks;
static unsigned long long state = 88172645463325252ULL;

static unsigned random_below(unsigned bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned) (state % bound);
}

static std::vector<unsigned> shuffled(unsigned count) {
  std::vector<unsigned> order(count);
  for (unsigned i = 0; i < count; i++) order[i] = i;
  for (unsigned i = count; i > 1; i--) std::swap(order[i - 1], order[random_below(i)]);
  return order;
}

// All __shared__ variables lie in this library's thread-local memory, which is saved and brought back where blocks take
// turns.
static thread_local volatile char anchor;

struct Shared {
  char* start = nullptr;
  size_t size = 0;

  /** Finds it: that of the library that has the anchor, in the calling thread. */
  static Shared find() {
    anchor = 0; // now the thread has it
    Shared found;
    dl_iterate_phdr(
        [](dl_phdr_info* library, size_t, void* to) {
          for (int i = 0; i < library->dlpi_phnum; i++) {
            const ElfW(Phdr)& part = library->dlpi_phdr[i];
            char* start = (char*) library->dlpi_tls_data;
            if (part.p_type == PT_TLS && start && (char*) &anchor >= start && (char*) &anchor < start + part.p_memsz) {
              ((Shared*) to)->start = start;
              ((Shared*) to)->size = part.p_memsz;
            }
          }
          return 0;
        },
        &found);
    return found;
  }
};

/**
 * A block whose threads are fibers, each with a stack of its own, kept for the next block. They are switched by
 * _longjmp, as swapcontext asks the system each time.
 */
struct Resident {
  static const unsigned MOST = 256;
  static const size_t STACK = 16 << 10;
  jmp_buf at[MOST];
  bool started[MOST] = {}, running[MOST] = {};
  std::vector<char> stacks = std::vector<char>(MOST * STACK);
  std::vector<char> shared;
  unsigned number = 0, left = 0;

  void begin(unsigned block_number, size_t shared_size) {
    number = block_number;
    left = threads.x;
    shared.assign(shared_size, (char) 0xFF);
    for (unsigned i = 0; i < threads.x; i++) running[i] = true;
  }

  void phase(char* shared_memory);
};

static jmp_buf scheduler;
static const std::function<void()>* body;
static Resident* resident;
static unsigned current;

/** Leaves the current thread until all others of its block have come as far. */
static void meet() {
  if (_setjmp(resident->at[current]) == 0) _longjmp(scheduler, 1);
}

static void enter() {
  for (;;) {
    (*body)();
    resident->running[current] = false;
    meet();
  }
}

static void resume(unsigned i) {
  current = i;
  thread.x = i;
  if (_setjmp(scheduler) != 0) return;
  if (resident->started[i]) _longjmp(resident->at[i], 1);
  resident->started[i] = true;
  ucontext_t context;
  getcontext(&context);
  context.uc_stack.ss_sp = &resident->stacks[i * Resident::STACK];
  context.uc_stack.ss_size = Resident::STACK;
  makecontext(&context, enter, 0);
  setcontext(&context);
}

/** Runs every thread of the block up to its next barrier or its end. */
void Resident::phase(char* shared_memory) {
  resident = this;
  block.x = number;
  memcpy(shared_memory, shared.data(), shared.size());
  unsigned ended = 0, first = random_below(threads.x), step = 2 * random_below(128) + 1;
  for (unsigned i = 0; i < threads.x; i++) {
    unsigned next = threads.x == MOST ? (first + i * step) % MOST : (first + i) % threads.x;
    if (running[next]) {
      resume(next);
      ended += !running[next];
    }
  }
  if (ended > 0 && ended < left) {
    fprintf(stderr, "emulated CUDA: some threads of a block wait where others never come\n");
    abort();
  }
  left -= ended;
  memcpy(shared.data(), shared_memory, shared.size());
}

/** Some blocks at a time, in turns drawn at random, as multiprocessors would; the others when one has ended. */
static void run_together(const std::function<void()>& kernel) {
  static std::vector<Resident> together(4);
  Shared memory = Shared::find();
  body = &kernel;
  std::vector<unsigned> order = shuffled(blocks.x);
  size_t next = 0;
  std::vector<Resident*> busy, idle;
  for (Resident& one : together) idle.push_back(&one);
  while (next < order.size() || !busy.empty()) {
    while (next < order.size() && !idle.empty()) {
      idle.back()->begin(order[next++], memory.size);
      busy.push_back(idle.back());
      idle.pop_back();
    }
    unsigned chosen = random_below((unsigned) busy.size());
    busy[chosen]->phase(memory.start);
    if (busy[chosen]->left == 0) {
      idle.push_back(busy[chosen]);
      busy.erase(busy.begin() + chosen);
    }
  }
}

/** A kernel by name: from the pointers to its arguments, as a driver gets them, to what runs it. */
struct Kernel {
  std::function<std::function<void()>(void**)> bind;
  bool cooperates;
};

static std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}

template <class... A, size_t... I>
static std::function<void()> closure(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  std::tuple<A...> copies(*(A*) arguments[I]...); // copied at the launch, as a driver does
  return [=] { std::apply(kernel, copies); };
}

struct Registration {
  template <class... A>
  Registration(const char* name, void (*kernel)(A...), bool cooperates) {
    kernels()[name] = {[=](void** arguments) { return closure(kernel, arguments, std::index_sequence_for<A...>()); }, cooperates};
  }
};

static void run(const std::function<void()>& kernel, bool cooperates, unsigned grid, unsigned size) {
  blocks.x = grid;
  threads.x = size;
  if (cooperates) {
    run_together(kernel);
    return;
  }
  for (unsigned b : shuffled(grid)) {
    block.x = b;
    unsigned first = random_below(size);
    for (unsigned t = 0; t < size; t++) {
      thread.x = (t + first) % size;
      kernel();
    }
  }
}

} // namespace emulation

/** What the emulated driver takes from a module: binds a launch, to be run when its turn comes. */
extern "C" std::function<void()>* emulated_launch(const char* name, unsigned grid, unsigned size, void** arguments) {
  auto found = emulation::kernels().find(name);
  if (found == emulation::kernels().end()) return nullptr;
  if (arguments == nullptr) return new std::function<void()>(); // a look whether it is there
  auto bound = found->second.bind(arguments);
  bool cooperates = found->second.cooperates;
  return new std::function<void()>([=] { emulation::run(bound, cooperates, grid, size); });
}

#define __device__
#define CONSTANT const
#define __shared__ static thread_local
#define threadIdx emulation::thread
#define blockIdx emulation::block
#define blockDim emulation::threads
#define gridDim emulation::blocks

#define REGISTERED(name, parameters, cooperates) \
  static void name parameters; \
  static emulation::Registration registration_##name(#name, &name, cooperates); \
  static void name parameters
#define KERNEL(name, parameters) REGISTERED(name, parameters, false)
#define REDUCTION(name, parameters) REGISTERED(name, parameters, true)

static inline void __syncthreads() { emulation::meet(); }
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
  std::memcpy(&bits, &x, sizeof x);
  return bits;
}

static inline double __longlong_as_double(long long bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

using std::fabs;
using std::sqrt;
