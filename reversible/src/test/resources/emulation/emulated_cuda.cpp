// A CUDA driver, an NVRTC and a cuBLAS made of this computer's C++ compiler: the functions that device cuda calls, under
// their own names and, where cuda.h is installed, checked against it. So all of device cuda, its binding included, runs
// where there is no graphics card.
//
// As lazy as CUDA allows: what is put into a stream runs when somebody waits for it, so a result that is read too early,
// or a buffer that is used again too early, shows. New memory is full of NaN; writes beyond an array's ends end the
// process.
//
//   g++ -std=c++17 -O2 -shared -fPIC -DEMULATION_H='"/path/emulation.h"' -o libemulated_cuda.so emulated_cuda.cpp -ldl
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <setjmp.h>
#include <ucontext.h>
#include <unistd.h>

#if __has_include(<cuda.h>)
#include <cuda.h>
#else
typedef int CUresult, CUdevice, CUdevice_attribute, CUstreamCaptureMode;
typedef struct CUctx_st* CUcontext;
typedef struct CUmod_st* CUmodule;
typedef struct CUfunc_st* CUfunction;
typedef struct CUstream_st* CUstream;
typedef struct CUgraph_st* CUgraph;
typedef struct CUgraphExec_st* CUgraphExec;
typedef struct CUgraphNode_st* CUgraphNode;
typedef int CUstreamCaptureStatus;
typedef unsigned long long CUdeviceptr;
typedef unsigned long long cuuint64_t;
struct CUDA_KERNEL_NODE_PARAMS_v2 {
  CUfunction func;
  unsigned gridDimX, gridDimY, gridDimZ, blockDimX, blockDimY, blockDimZ, sharedMemBytes;
  void** kernelParams;
  void** extra;
  void* kern;
  CUcontext ctx;
};
struct CUlaunchConfig {
  unsigned gridDimX, gridDimY, gridDimZ, blockDimX, blockDimY, blockDimZ, sharedMemBytes;
  CUstream hStream;
  void* attrs;
  unsigned numAttrs;
};
#define CUDAAPI
#define CUDA_SUCCESS 0
#define CUDA_ERROR_INVALID_VALUE 1
#define CUDA_ERROR_OUT_OF_MEMORY 2
#define CUDA_ERROR_INVALID_CONTEXT 201
#define CUDA_ERROR_NOT_FOUND 500
#define CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED 900
#define cuDeviceTotalMem cuDeviceTotalMem_v2
#define cuDevicePrimaryCtxRelease cuDevicePrimaryCtxRelease_v2
#define cuMemGetInfo cuMemGetInfo_v2
#define cuMemAlloc cuMemAlloc_v2
#define cuMemFree cuMemFree_v2
#define cuMemAllocHost cuMemAllocHost_v2
#define cuMemcpyHtoDAsync cuMemcpyHtoDAsync_v2
#define cuMemcpyDtoHAsync cuMemcpyDtoHAsync_v2
#define cuMemcpyDtoDAsync cuMemcpyDtoDAsync_v2
#define cuStreamDestroy cuStreamDestroy_v2
#define cuStreamBeginCapture cuStreamBeginCapture_v2
#define cuGraphExecKernelNodeSetParams cuGraphExecKernelNodeSetParams_v2
#define CU_STREAM_CAPTURE_STATUS_NONE 0
#define CU_STREAM_CAPTURE_STATUS_ACTIVE 1
#define CUDA_ERROR_STREAM_CAPTURE_INVALIDATED 901
#endif

typedef std::function<void()> Work;
typedef std::vector<Work> Queue;

// A node of a graph; its work may be replaced by other arguments for the same kernel.
struct CUgraphNode_st {
  Work work;
};

struct CUgraph_st {
  std::vector<CUgraphNode> nodes;
};

struct CUgraphExec_st {
  std::map<CUgraphNode, Work> work;
  std::vector<CUgraphNode> nodes;
};

struct CUstream_st {
  Queue queue;
  CUgraph graph = nullptr; // while capturing
  CUgraphNode last = nullptr;
};

struct CUmod_st;

// As in emulation.h, which is compiled into each module.

struct Index {
  unsigned x;
};

struct Emulated {
  Index thread, block, threads, blocks;
  void (*meet)();
};

struct EmulatedKernel {
  const char* name;
  void (*kernel)();
  void (*call)(void (*kernel)(), const void* arguments);
  unsigned long size;
  bool cooperates;
  EmulatedKernel* next;
};

struct CUfunc_st {
  CUmodule module;
  EmulatedKernel* kernel;
};

struct CUmod_st {
  EmulatedKernel* kernels;
  void (*shared)(char** bounds);
};

// One call at a time, as a card is shared by threads.
static std::recursive_mutex& lock() {
  static std::recursive_mutex all;
  return all;
}
#define LOCKED std::lock_guard<std::recursive_mutex> locked(lock())

namespace {

const size_t GUARD = 64, MEMORY = 1ULL << 30, MOST_WAITING = 4096;
const unsigned char GUARDED = 0xA5, FRESH = 0xFF;
std::map<CUdeviceptr, size_t> arrays;
std::map<char*, size_t> pinned;
std::vector<CUstream> streams;
size_t allocated = 0;
thread_local CUcontext current = nullptr;
CUcontext primary = (CUcontext) 1;

void run(CUstream stream) {
  Queue queue;
  queue.swap(stream->queue);
  for (Work& work : queue) work();
}

void run_all() {
  for (CUstream stream : streams) run(stream);
}

CUresult put(CUstream stream, Work work) {
  LOCKED;
  if (current == nullptr) return (CUresult) CUDA_ERROR_INVALID_CONTEXT;
  if (stream->graph != nullptr) {
    stream->last = new CUgraphNode_st{work};
    stream->graph->nodes.push_back(stream->last);
  } else {
    stream->queue.push_back(work);
    if (stream->queue.size() > MOST_WAITING) run(stream);
  }
  return (CUresult) CUDA_SUCCESS;
}

bool is_pinned(const void* at) {
  LOCKED;
  auto after = pinned.upper_bound((char*) at);
  if (after == pinned.begin()) return false;
  --after;
  return (char*) at < after->first + after->second;
}

void check_guards(CUdeviceptr at, size_t size) {
  for (size_t i = 0; i < GUARD; i++) {
    if (((unsigned char*) at)[-1 - (long) i] != GUARDED || ((unsigned char*) at)[size + i] != GUARDED) {
      fprintf(stderr, "emulated CUDA: a kernel wrote beyond an array of %zu bytes\n", size);
      abort();
    }
  }
}

std::string temporary(const char* suffix) {
  static int count = 0;
  return std::string(getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp") + "/emulated-cuda-" + std::to_string(getpid()) + "-"
      + std::to_string(count++) + suffix;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

} // namespace

// ---------------------------------------------------------------------------------------------------- kernels
//
// Blocks one after the other and their threads too; those of a REDUCTION as fibers that meet at __syncthreads, a few
// blocks in turns. Which thread or block comes first is not told by CUDA, so it is drawn anew for every launch: a kernel
// that depends on the order gives other bits.

namespace emulation {

static void meet();
static Emulated now = {{0}, {0}, {0}, {0}, meet};
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
    left = now.threads.x;
    shared.assign(shared_size, (char) 0xFF);
    for (unsigned i = 0; i < now.threads.x; i++) running[i] = true;
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
  now.thread.x = i;
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
  now.block.x = number;
  memcpy(shared_memory, shared.data(), shared.size());
  unsigned ended = 0, first = random_below(now.threads.x), step = 2 * random_below(128) + 1;
  for (unsigned i = 0; i < now.threads.x; i++) {
    unsigned next = now.threads.x == MOST ? (first + i * step) % MOST : (first + i) % now.threads.x;
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
static void run_together(const std::function<void()>& kernel, CUmodule module) {
  static std::vector<Resident> together(4);
  char* shared[2] = {};
  module->shared(shared);
  body = &kernel;
  std::vector<unsigned> order = shuffled(now.blocks.x);
  size_t next = 0;
  std::vector<Resident*> busy, idle;
  for (Resident& one : together) idle.push_back(&one);
  while (next < order.size() || !busy.empty()) {
    while (next < order.size() && !idle.empty()) {
      idle.back()->begin(order[next++], (size_t) (shared[1] - shared[0]));
      busy.push_back(idle.back());
      idle.pop_back();
    }
    unsigned chosen = random_below((unsigned) busy.size());
    busy[chosen]->phase(shared[0]);
    if (busy[chosen]->left == 0) {
      idle.push_back(busy[chosen]);
      busy.erase(busy.begin() + chosen);
    }
  }
}


static void run(CUfunction function, const std::vector<char>& arguments, unsigned grid, unsigned size) {
  now.blocks.x = grid;
  now.threads.x = size;
  EmulatedKernel* kernel = function->kernel;
  std::function<void()> body = [&] { kernel->call(kernel->kernel, arguments.data()); };
  if (kernel->cooperates) {
    run_together(body, function->module);
    return;
  }
  for (unsigned b : shuffled(grid)) {
    now.block.x = b;
    unsigned first = random_below(size);
    for (unsigned t = 0; t < size; t++) {
      now.thread.x = (t + first) % size;
      kernel->call(kernel->kernel, arguments.data());
    }
  }
}

} // namespace emulation

extern "C" {

// ---------------------------------------------------------------------------------------------------- driver

CUresult CUDAAPI cuInit(unsigned int) { return (CUresult) CUDA_SUCCESS; }

CUresult CUDAAPI cuDriverGetVersion(int* version) {
  *version = 13000;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDeviceGetCount(int* count) {
  *count = 1;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDeviceGet(CUdevice* device, int ordinal) {
  *device = ordinal;
  return (CUresult) (ordinal == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE);
}

CUresult CUDAAPI cuDeviceGetName(char* name, int length, CUdevice) {
  snprintf(name, length, "emulated by a C++ compiler");
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice) {
  switch ((int) attribute) {
    case 16: *value = 2; break; // multiprocessors: few, as threads take turns
    case 39: *value = 256; break; // threads of each
    case 75: *value = 9; break; // compute capability
    case 76: *value = 0; break;
    default: return (CUresult) CUDA_ERROR_INVALID_VALUE;
  }
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDeviceTotalMem(size_t* bytes, CUdevice) {
  *bytes = MEMORY;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice) {
  *context = primary;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuDevicePrimaryCtxRelease(CUdevice) { return (CUresult) CUDA_SUCCESS; }

CUresult CUDAAPI cuCtxSetCurrent(CUcontext context) {
  current = context;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGetErrorName(CUresult error, const char** name) {
  static std::map<int, std::string> names;
  *name = names.emplace((int) error, "EMULATED_CUDA_ERROR_" + std::to_string((int) error)).first->second.c_str();
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGetErrorString(CUresult error, const char** text) { return cuGetErrorName(error, text); }

CUresult CUDAAPI cuMemGetInfo(size_t* free, size_t* total) {
  *free = MEMORY - allocated;
  *total = MEMORY;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuMemAlloc(CUdeviceptr* at, size_t size) {
  LOCKED;
  if (current == nullptr) return (CUresult) CUDA_ERROR_INVALID_CONTEXT;
  if (size == 0) return (CUresult) CUDA_ERROR_INVALID_VALUE;
  if (size > MEMORY - allocated) return (CUresult) CUDA_ERROR_OUT_OF_MEMORY;
  char* block = (char*) malloc(size + 2 * GUARD);
  if (block == nullptr) return (CUresult) CUDA_ERROR_OUT_OF_MEMORY;
  memset(block, GUARDED, size + 2 * GUARD);
  memset(block + GUARD, FRESH, size);
  *at = (CUdeviceptr) (block + GUARD);
  arrays[*at] = size;
  allocated += size;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuMemFree(CUdeviceptr at) {
  LOCKED;
  run_all(); // it waits for the device
  auto found = arrays.find(at);
  if (found == arrays.end()) return (CUresult) CUDA_ERROR_INVALID_VALUE;
  check_guards(at, found->second);
  allocated -= found->second;
  memset((void*) at, FRESH, found->second);
  arrays.erase(found);
  free((char*) at - GUARD);
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuMemAllocHost(void** at, size_t size) {
  LOCKED;
  *at = calloc(1, size);
  pinned[(char*) *at] = size;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuMemFreeHost(void* at) {
  LOCKED;
  run_all();
  pinned.erase((char*) at);
  free(at);
  return (CUresult) CUDA_SUCCESS;
}

// Stricter than CUDA: host memory must be pinned, as a collector may move all other.

CUresult CUDAAPI cuMemcpyHtoDAsync(CUdeviceptr to, const void* from, size_t size, CUstream stream) {
  if (!is_pinned(from)) return (CUresult) CUDA_ERROR_INVALID_VALUE;
  return put(stream, [=] { memcpy((void*) to, from, size); });
}

CUresult CUDAAPI cuMemcpyDtoHAsync(void* to, CUdeviceptr from, size_t size, CUstream stream) {
  if (!is_pinned(to)) return (CUresult) CUDA_ERROR_INVALID_VALUE;
  return put(stream, [=] { memcpy(to, (void*) from, size); });
}

CUresult CUDAAPI cuMemcpyDtoDAsync(CUdeviceptr to, CUdeviceptr from, size_t size, CUstream stream) {
  return put(stream, [=] { memmove((void*) to, (void*) from, size); });
}

CUresult CUDAAPI cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t size, CUstream stream) {
  return put(stream, [=] { memset((void*) to, value, size); });
}

CUresult CUDAAPI cuStreamCreate(CUstream* stream, unsigned int) {
  LOCKED;
  *stream = new CUstream_st();
  streams.push_back(*stream);
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuStreamSynchronize(CUstream stream) {
  LOCKED;
  if (stream->graph != nullptr) return (CUresult) CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  run(stream);
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuStreamDestroy(CUstream stream) {
  LOCKED;
  run(stream);
  for (size_t i = 0; i < streams.size(); i++) {
    if (streams[i] == stream) streams.erase(streams.begin() + i--);
  }
  for (auto& array : arrays) check_guards(array.first, array.second);
  delete stream;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuModuleLoadData(CUmodule* module, const void* image) {
  // The image that the emulated NVRTC makes is a library with its length before it.
  LOCKED;
  long size = 0;
  memcpy(&size, image, sizeof size);
  std::string path = temporary(".so");
  std::ofstream(path, std::ios::binary).write((const char*) image + sizeof size, size);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  unlink(path.c_str());
  if (library == nullptr) {
    fprintf(stderr, "emulated CUDA: %s\n", dlerror());
    return (CUresult) CUDA_ERROR_INVALID_VALUE;
  }
  *(Emulated**) dlsym(library, "emulated") = &emulation::now;
  *module = new CUmod_st{*(EmulatedKernel**) dlsym(library, "emulated_kernels"),
      (void (*)(char**)) dlsym(library, "emulated_shared")};
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
  for (EmulatedKernel* kernel = module->kernels; kernel; kernel = kernel->next) {
    if (strcmp(kernel->name, name) == 0) {
      *function = new CUfunc_st{module, kernel};
      return (CUresult) CUDA_SUCCESS;
    }
  }
  return (CUresult) CUDA_ERROR_NOT_FOUND;
}

/** A launch with its argument copied, as a driver does. */
static Work bound(CUfunction function, unsigned grid, unsigned block, void** parameters) {
  const char* argument = (const char*) parameters[0];
  std::vector<char> copy(argument, argument + function->kernel->size);
  return [=] { emulation::run(function, copy, grid, block); };
}

CUresult CUDAAPI cuLaunchKernelEx(const CUlaunchConfig* config, CUfunction function, void** parameters, void**) {
  if (config->gridDimX == 0 || config->blockDimX == 0 || config->blockDimX > 1024 || config->gridDimY != 1
      || config->gridDimZ != 1 || config->blockDimY != 1 || config->blockDimZ != 1) {
    return (CUresult) CUDA_ERROR_INVALID_VALUE;
  }
  return put(config->hStream, bound(function, config->gridDimX, config->blockDimX, parameters));
}

CUresult CUDAAPI cuStreamBeginCapture(CUstream stream, CUstreamCaptureMode) {
  stream->graph = new CUgraph_st();
  stream->last = nullptr;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuStreamGetCaptureInfo_v2(CUstream stream, CUstreamCaptureStatus* status, cuuint64_t* id, CUgraph* graph,
    const CUgraphNode** dependencies, size_t* count) {
  *status = (CUstreamCaptureStatus) (stream->graph ? CU_STREAM_CAPTURE_STATUS_ACTIVE : CU_STREAM_CAPTURE_STATUS_NONE);
  *id = 1;
  *graph = stream->graph;
  *dependencies = &stream->last;
  *count = stream->last ? 1 : 0;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuStreamEndCapture(CUstream stream, CUgraph* graph) {
  *graph = stream->graph;
  stream->graph = nullptr;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGraphInstantiateWithFlags(CUgraphExec* exec, CUgraph graph, unsigned long long) {
  *exec = new CUgraphExec_st();
  (*exec)->nodes = graph->nodes;
  for (CUgraphNode node : graph->nodes) (*exec)->work[node] = node->work;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGraphExecKernelNodeSetParams(CUgraphExec exec, CUgraphNode node, const CUDA_KERNEL_NODE_PARAMS_v2* to) {
  auto found = exec->work.find(node);
  if (found == exec->work.end()) return (CUresult) CUDA_ERROR_INVALID_VALUE;
  found->second = bound(to->func, to->gridDimX, to->blockDimX, to->kernelParams);
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGraphLaunch(CUgraphExec exec, CUstream stream) {
  // What later changes of the arguments must not touch.
  for (CUgraphNode node : exec->nodes) {
    CUresult result = put(stream, exec->work[node]);
    if (result != CUDA_SUCCESS) return result;
  }
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGraphDestroy(CUgraph graph) {
  for (CUgraphNode node : graph->nodes) delete node;
  delete graph;
  return (CUresult) CUDA_SUCCESS;
}

CUresult CUDAAPI cuGraphExecDestroy(CUgraphExec exec) {
  delete exec;
  return (CUresult) CUDA_SUCCESS;
}

// ---------------------------------------------------------------------------------------------------- NVRTC

struct Program {
  std::string source, log, cubin;
};

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 0;
  return 0;
}

const char* nvrtcGetErrorString(int result) { return result == 6 ? "NVRTC_ERROR_COMPILATION" : "emulated NVRTC error"; }

int nvrtcGetNumSupportedArchs(int* count) {
  *count = 1;
  return 0;
}

int nvrtcGetSupportedArchs(int* capabilities) {
  *capabilities = 90;
  return 0;
}

int nvrtcGetPTXSize(struct Program*, size_t*) { return 1; }

int nvrtcGetPTX(struct Program*, char*) { return 1; }

int nvrtcCreateProgram(Program** program, const char* source, const char*, int, const char* const*, const char* const*) {
  *program = new Program{source, "", ""};
  return 0;
}

int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  bool contract = true; // as NVRTC does unless told otherwise
  for (int i = 0; i < count; i++) contract &= strcmp(options[i], "--fmad=false") != 0;
  std::string source = temporary(".cpp"), library = temporary(".so"), log = temporary(".log");
  std::ofstream(source) << "#include " << '"' << EMULATION_H << '"' << "\nnamespace {\n#line 1 \"kernels.cu\"\n" << program->source << "\n}\n";
  std::string command = std::string("g++ -std=c++17 -O1 -U_FORTIFY_SOURCE -fwrapv -fno-strict-aliasing -shared -fPIC ")
      + (contract ? "-mfma -ffp-contract=fast -fexpensive-optimizations" : "-ffp-contract=off") + " -o " + library + " " + source + " >" + log + " 2>&1";
  int status = system(command.c_str());
  program->log = read(log);
  std::string built = read(library);
  long size = (long) built.size();
  program->cubin = std::string((const char*) &size, sizeof size) + built;
  unlink(library.c_str());
  unlink(source.c_str());
  unlink(log.c_str());
  return status == 0 ? 0 : 6;
}

int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  *size = program->log.size() + 1;
  return 0;
}

int nvrtcGetProgramLog(Program* program, char* log) {
  memcpy(log, program->log.c_str(), program->log.size() + 1);
  return 0;
}

int nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = program->cubin.size();
  return 0;
}

int nvrtcGetCUBIN(Program* program, char* cubin) {
  memcpy(cubin, program->cubin.data(), program->cubin.size());
  return 0;
}

// ---------------------------------------------------------------------------------------------------- cuBLAS

struct Handle {
  CUstream stream = nullptr;
  bool workspace = false;
  int math = 0;
};

const int DEFAULT_MATH = 0, TF32_TENSOR_OP_MATH = 3;

int cublasCreate_v2(Handle** handle) {
  *handle = new Handle();
  return current == nullptr ? 1 : 0;
}

int cublasDestroy_v2(Handle* handle) {
  delete handle;
  return 0;
}

int cublasGetVersion_v2(Handle*, int* version) {
  *version = 130000;
  return 0;
}

int cublasSetStream_v2(Handle* handle, CUstream stream) {
  handle->stream = stream;
  handle->workspace = false; // as in cuBLAS, it resets the workspace
  return 0;
}

int cublasSetWorkspace_v2(Handle* handle, void*, size_t) {
  handle->workspace = true;
  return 0;
}

int cublasSetMathMode(Handle* handle, int mode) {
  handle->math = mode;
  return mode == DEFAULT_MATH || mode == TF32_TENSOR_OP_MATH ? 0 : 7;
}
} // extern "C"

// A factor as a tensor core takes it: 11 significant bits, to nearest, ties away from zero.
static float tf32(float factor) {
  unsigned bits;
  memcpy(&bits, &factor, sizeof bits);
  if ((bits & 0x7F800000) != 0x7F800000) bits = (bits + 0x1000) & ~0x1FFFu;
  memcpy(&factor, &bits, sizeof bits);
  return factor;
}

static float factor(int math, float value) {
  return math == TF32_TENSOR_OP_MATH ? tf32(value) : value;
}

static double factor(int, double value) { return value; }

template <class T>
static int gemm(Handle* handle, int transA, int transB, int m, int n, int k, const T* alpha, const T* a, int lda,
    const T* b, int ldb, const T* beta, T* c, int ldc) {
  if (lda < (transA ? k : m) || ldb < (transB ? n : k) || ldc < m) return 7;
  if (!handle->workspace) return 1; // a product would not be sure to repeat its bits
  T x = *alpha, y = *beta;
  int math = handle->math;
  CUresult result = put(handle->stream, [=] {
    std::vector<double> column(m);
    for (int j = 0; j < n; j++) {
      column.assign(m, 0);
      for (int l = 0; l < k; l++) {
        double right = factor(math, b[transB ? j + (size_t) l * ldb : l + (size_t) j * ldb]);
        for (int i = 0; i < m; i++) {
          column[i] += (double) factor(math, a[transA ? l + (size_t) i * lda : i + (size_t) l * lda]) * right;
        }
      }
      for (int i = 0; i < m; i++) {
        T* at = c + i + (size_t) j * ldc;
        *at = (T) ((double) x * column[i] + (y == 0 ? 0 : (double) y * (double) *at));
      }
    }
  });
  return result == CUDA_SUCCESS ? 0 : 13;
}

extern "C" int cublasSgemm_v2(Handle* handle, int transA, int transB, int m, int n, int k, const float* alpha,
    const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
  return gemm(handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

extern "C" int cublasDgemm_v2(Handle* handle, int transA, int transB, int m, int n, int k, const double* alpha,
    const double* a, int lda, const double* b, int ldb, const double* beta, double* c, int ldc) {
  return gemm(handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
