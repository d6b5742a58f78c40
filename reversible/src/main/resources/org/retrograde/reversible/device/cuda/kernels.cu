// What the kernels of device cuda do, in the part of CUDA C++ that a C++17 compiler takes as well (with emulation.h
// before it). The kernels themselves are written around these functions by KernelSource: one operation each, and chains
// of operations on the same elements, which pass over memory once.
//
// Two kinds. An EACH function does one element: i, then an argument for each array (a reference to a register that holds
// the element) and each number, in the order of its Operation. A WHOLE function does an array with all threads of some
// blocks: a Share, then the arrays themselves and the numbers.
//
// Rules: compiled without contraction of products and sums (--fmad=false), without flushing, with IEEE division and
// roots; no intrinsic of the chip's own (no warp shuffles, no fast functions), no library function but sqrt and fabs,
// no atomic on a real number. So an EACH function has the same bits on every card, on the emulation and, written as
// HostMath is, on device host; a sum has the same bits on every card and on the emulation, as its order depends on the
// length alone. __syncthreads stands in WHOLE functions and in sums only.

typedef long long i64;
typedef unsigned long long u64;

#ifndef KERNEL
#define KERNEL(name, parameters) extern "C" __global__ void __launch_bounds__(256) name parameters
#define REDUCTION(name, parameters) extern "C" __global__ void __launch_bounds__(256) name parameters
#define CONSTANT(...) const __grid_constant__ __VA_ARGS__
#endif

/** Some blocks of a launch: those of one entry. */
struct Share {
  unsigned block;
  unsigned blocks;
};

/** Arguments of a kernel for N independent pieces of work; the blocks of piece e begin at first[e]. */
template <class Arguments, int N>
struct Many {
  Arguments each[N];
  int first[N + 1];

  __device__ int piece() const {
    int e = 0;
    while (e + 1 < N && (int) blockIdx.x >= first[e + 1]) e++;
    return e;
  }

  __device__ Share share(int e) const {
    return {blockIdx.x - (unsigned) first[e], (unsigned) (first[e + 1] - first[e])};
  }
};

#define FOR_EACH(i, n, share) \
  for (i64 i = (share).block * 256LL + threadIdx.x; i < (n); i += (share).blocks * 256LL)

// ---------------------------------------------------------------------------------------------------- faults

/**
 * The first value that did not fit: of the first operation with one, its first lane. Both are one word, so that whoever
 * looks sees either the one before or the one after; all ones, as the host sets it: none.
 */
struct Fault {
  u64 place;
  double value;
  int lock;
};

__device__ inline void report(Fault* to, i64 tag, i64 lane, double value) {
  volatile Fault* fault = to;
  u64 place = (u64) tag << 32 | (u64) lane;
  while (place < fault->place) {
    if (atomicCAS(&to->lock, 0, 1) == 0) {
      __threadfence();
      if (place < fault->place) {
        fault->value = value;
        __threadfence();
        fault->place = place;
      }
      __threadfence();
      atomicExch(&to->lock, 0);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- lanes

#define RANGE 9223372036854771712.0 /* 2^63 - 2^12 */

/** n / 2^k: a digit of base 2^k for one of base n. reciprocal = floor((2^64 - 1) / n). */
struct Digits {
  i64 n;
  i64 reciprocal;
  i64 bits;
};

__device__ inline void decay(i64, i64& lane, i64& head, Digits by) {
  i64 pushed = (i64) ((u64) head << by.bits) + (lane & ((1LL << by.bits) - 1));
  i64 quotient = by.n == 1 ? pushed : __mul64hi(pushed, by.reciprocal);
  i64 digit = pushed - quotient * by.n;
  if (digit >= by.n) {
    digit -= by.n;
    quotient++;
  }
  lane = (lane >> by.bits) * by.n + digit;
  head = quotient;
}

__device__ inline void undecay(i64, i64& lane, i64& head, Digits by) {
  i64 quotient = by.n == 1 ? lane : __mul64hi(lane, by.reciprocal);
  i64 digit = lane - quotient * by.n;
  if (digit < 0) {
    digit += by.n;
    quotient--;
  } else if (digit >= by.n) {
    digit -= by.n;
    quotient++;
  }
  i64 pushed = head * by.n + digit;
  lane = (i64) ((u64) quotient << by.bits) + (pushed & ((1LL << by.bits) - 1));
  head = pushed >> by.bits;
}

/** Adds a product truncated toward zero; what does not fit is reported and not added. */
__device__ inline void add_tested(i64 i, i64& lane, double product, Fault* fault, i64 tag) {
  double sum = (double) lane + product;
  if (!(fabs(product) < RANGE)) {
    report(fault, tag, i, product);
  } else if (!(fabs(sum) < RANGE)) {
    report(fault, tag, i, sum);
  } else {
    lane += (i64) product;
  }
}

template <class T>
__device__ inline void add_truncated(i64 i, i64& lane, double scale, T other, Fault* fault, i64 tag) {
  add_tested(i, lane, scale * (double) other, fault, tag);
}

template <class T>
__device__ inline void add_truncated_square(i64 i, i64& lane, double scale, T other, Fault* fault, i64 tag) {
  double x = other;
  add_tested(i, lane, scale * (x * x), fault, tag);
}

template <class T>
__device__ inline void round_lane(i64, T& rounded, double unit, i64 lane) {
  rounded = (T) (unit * (double) lane);
}

__device__ inline void spill(i64, i64& head, short& word) {
  word = (short) head;
  head >>= 16;
}

__device__ inline void unspill(i64, i64& head, short word) { head = (i64) ((u64) head << 16) | (unsigned short) word; }

__device__ inline void copy_lane(i64, i64& lane, i64 source) { lane = source; }

__device__ inline void clear_lane(i64, i64& lane) { lane = 0; }

// ---------------------------------------------------------------------------------------------------- sums

/** The most blocks that a sum is shared by. */
#define MOST_PARTS 1024

struct Plus {
  typedef double Type;
  static __device__ double zero() { return 0; }
  static __device__ double apply(double a, double b) { return a + b; }
};

struct Wrapping {
  typedef u64 Type;
  static __device__ u64 zero() { return 0; }
  static __device__ u64 apply(u64 a, u64 b) { return a + b; }
};

struct Largest {
  typedef u64 Type;
  static __device__ u64 zero() { return 0; }
  static __device__ u64 apply(u64 a, u64 b) { return a > b ? a : b; }
};

/** Adds the values of a block's threads, by 16 of them and then by one. Only thread 0 gets the result. */
template <class Op>
__device__ typename Op::Type block_sum(typename Op::Type value) {
  __shared__ typename Op::Type shared[256];
  unsigned t = threadIdx.x;
  shared[t] = value;
  __syncthreads();
  if (t < 16) {
    for (unsigned other = t + 16; other < 256; other += 16) value = Op::apply(value, shared[other]);
    shared[t] = value;
  }
  __syncthreads();
  if (t == 0) {
    for (unsigned other = 1; other < 16; other++) value = Op::apply(value, shared[other]);
  }
  __syncthreads(); // before anybody writes there again
  return value;
}

/**
 * Sums over a share of at most MOST_PARTS blocks: the block that ends last adds the parts, in their order. Each sum of a
 * launch has parts and a counter of its own, as some blocks begin one while another's last block adds the one before.
 */
template <class Op>
__device__ void reduce(Share share, typename Op::Type value, void* kept, unsigned* done, void* out) {
  typedef typename Op::Type T;
  __shared__ bool last;
  volatile T* parts = (volatile T*) kept;
  T part = block_sum<Op>(value);
  if (share.blocks == 1) {
    if (threadIdx.x == 0) *(T*) out = part;
    return;
  }
  if (threadIdx.x == 0) {
    parts[share.block] = part;
    __threadfence();
    last = atomicAdd(done, 1u) == share.blocks - 1;
  }
  __syncthreads();
  if (last) {
    __threadfence();
    T own = Op::zero();
    for (unsigned p = threadIdx.x; p < share.blocks; p += 256) own = Op::apply(own, parts[p]);
    T all = block_sum<Op>(own);
    if (threadIdx.x == 0) {
      *(T*) out = all;
      *done = 0;
    }
  }
  __syncthreads(); // before anybody writes last again
}

/** As Coins.bits. */
__device__ inline u64 random_bits(u64 seed, i64 place) {
  u64 z = seed + (u64) (place + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

__device__ inline u64 weight(i64 i) { return random_bits(0, i) | 1; }

__device__ inline void hash_lane(i64 i, i64 lane, u64& hash) {
  hash += weight(i) * ((u64) lane + 0x9E3779B97F4A7C15ULL * (u64) (lane >> 32));
}

__device__ inline void count_below(i64, i64 lane, i64 bound, u64& count) { count += lane < bound; }

__device__ inline void count_difference(i64, i64 a, i64 b, u64& count) { count += a != b; }

template <class A, class B>
__device__ inline void dot(i64, A a, B b, double& sum) {
  sum += (double) a * (double) b;
}

/** Bits of magnitudes are in the order of the magnitudes, NaN above infinity. */
template <class T>
__device__ inline void max_abs(i64, T a, u64& largest) {
  largest = Largest::apply(largest, (u64) __double_as_longlong((double) a) & 0x7FFFFFFFFFFFFFFFULL);
}

// ---------------------------------------------------------------------------------------------------- functions

/** As HostMath.exp, for x of at most 0. */
__device__ inline double exponential(double x) {
  if (!(x >= -708.0)) return x < -708.0 ? 0.0 : x;
  double shifted = x * 1.4426950408889634 + 6755399441055744.0;
  double k = shifted - 6755399441055744.0;
  double r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
  double r2 = r * r;
  double r4 = r2 * r2;
  double low = (0.5 + r * (1 / 6.0)) + r2 * (1 / 24.0 + r * (1 / 120.0));
  double middle = (1 / 720.0 + r * (1 / 5040.0)) + r2 * (1 / 40320.0 + r * (1 / 362880.0));
  double high = (1 / 3628800.0 + r * (1 / 39916800.0)) + r2 * (1 / 479001600.0 + r * (1 / 6227020800.0));
  double series = 1 + (r + r2 * (low + r4 * (middle + r4 * high)));
  u64 power = ((u64) __double_as_longlong(shifted) << 52) + ((u64) 1023 << 52);
  return series * __longlong_as_double((i64) power);
}

/** log x, x at least 1 or NaN, as StrictMath.log (fdlibm, e_log.c: Copyright 1993 Sun Microsystems, freely usable). */
__device__ inline double logarithm(double x) {
  if (!(x <= 1.7976931348623157e308)) return x + x; // NaN may have a sign
  i64 bits = __double_as_longlong(x);
  int high = (int) (bits >> 32);
  int k = (high >> 20) - 1023;
  high &= 0x000fffff;
  int i = (high + 0x95f64) & 0x100000;
  x = __longlong_as_double((i64) ((u64) (high | (i ^ 0x3ff00000)) << 32 | (u64) (unsigned) bits));
  k += i >> 20;
  const double ln2_high = 6.93147180369123816490e-01;
  const double ln2_low = 1.90821492927058770002e-10;
  double f = x - 1.0;
  double dk = k;
  if ((0x000fffff & (2 + high)) < 3) {
    if (f == 0) return k == 0 ? 0.0 : dk * ln2_high + dk * ln2_low;
    double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : dk * ln2_high - ((r - dk * ln2_low) - f);
  }
  double s = f / (2.0 + f);
  double z = s * s;
  double w = z * z;
  double t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double t2 = z * (6.666666666666735130e-01
      + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double r = t2 + t1;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    double half = 0.5 * f * f;
    return k == 0 ? f - (half - s * (half + r)) : dk * ln2_high - ((half - (s * (half + r) + dk * ln2_low)) - f);
  }
  return k == 0 ? f - s * (f - r) : dk * ln2_high - ((s * (f - r) - dk * ln2_low) - f);
}

__device__ inline float clamp(float x, float bound) { return x < -bound ? -bound : x > bound ? bound : x; }

/** As HostMath.tanh. */
__device__ inline float hyperbolic(float x) {
  float h = clamp(0.5f * x, 4.6f);
  float s = h * h;
  float a = h * (1 + s * (0.12590247f + s * (0.0025513920f + s * 5.4535817e-6f)));
  float b = 1 + s * (0.45923560f + s * (0.022297028f + s * 1.7427542e-4f));
  return clamp(2 * (a * b) / (a * a + b * b), 1.0f);
}

__device__ inline double hyperbolic(double x) {
  double size = fabs(x);
  if (size < 0.5) {
    double s = x * x;
    double tail = 13 + s / (15 + s / (17 + s / 19));
    return x / (1 + s / (3 + s / (5 + s / (7 + s / (9 + s / (11 + s / tail))))));
  }
  double e = exponential(-2 * size);
  double y = (1 - e) / (1 + e);
  return x < 0 ? -y : y;
}

__device__ inline double logistic(double x) {
  double e = exponential(-fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** sqrt(2 / pi) and the factor of the cube in GELU. */
#define GELU_ROOT (T) 0.7978845608028654
#define GELU_CUBE (T) 0.044715

/** These as in RealFunctions, operation by operation. */
template <class T>
__device__ inline T gelu(T x) {
  T u = GELU_ROOT * (x + GELU_CUBE * (x * x * x));
  return x / 2 * (1 + hyperbolic(u));
}

template <class T>
__device__ inline T gelu_slope(T x) {
  T square = x * x;
  T u = GELU_ROOT * (x + GELU_CUBE * (square * x));
  T slope = GELU_ROOT * (1 + 3 * GELU_CUBE * square);
  T t = hyperbolic(u);
  return (1 + t) / 2 + x / 2 * ((1 - t * t) * slope);
}

template <class T>
__device__ inline T gelu_curvature(T x) {
  T square = x * x;
  T u = GELU_ROOT * (x + GELU_CUBE * (square * x));
  T slope = GELU_ROOT * (1 + 3 * GELU_CUBE * square);
  T t = hyperbolic(u);
  T bent = 3 * GELU_CUBE * GELU_ROOT * x - t * (slope * slope);
  return (1 - t * t) * (slope + x * bent);
}

template <class T>
__device__ inline T silu(T x) {
  return x * (T) logistic(x);
}

template <class T>
__device__ inline T silu_slope(T x) {
  T s = (T) logistic(x);
  return s * (1 + x * (1 - s));
}

template <class T>
__device__ inline T silu_curvature(T x) {
  T s = (T) logistic(x);
  return s * (1 - s) * (2 + x * (1 - 2 * s));
}

template <class T>
__device__ inline T rectified(T x) {
  return !(x <= 0) ? x : 0;
}

enum { TANH, RELU, LOGISTIC, GELU, SILU, SQUARED_RELU }; // as CudaTensor numbers them

template <class T>
__device__ inline void assign_function(i64, T& out, i64 f, T x) {
  if (f == TANH) {
    out = hyperbolic(x);
  } else if (f == RELU) {
    out = rectified(x);
  } else if (f == LOGISTIC) {
    out = (T) logistic(x);
  } else if (f == GELU) {
    out = gelu(x);
  } else if (f == SILU) {
    out = silu(x);
  } else {
    T r = rectified(x);
    out = r * r;
  }
}

template <class T>
__device__ inline void assign_derivative(i64, T& out, i64 f, T base, T direction) {
  if (f == TANH) {
    out = (1 - base * base) * direction;
  } else if (f == RELU) {
    out = base > 0 || base < 0 || base != base ? direction : 0; // it is not negative
  } else if (f == LOGISTIC) {
    out = base * (1 - base) * direction;
  } else if (f == GELU) {
    out = gelu_slope(base) * direction;
  } else if (f == SILU) {
    out = silu_slope(base) * direction;
  } else {
    out = 2 * rectified(base) * direction;
  }
}

template <class T>
__device__ inline void add_curvature(i64, T& out, i64 f, T base, T tangent, T direction) {
  if (f == TANH) {
    out += -2 * base * tangent * direction;
  } else if (f == LOGISTIC) {
    out += (1 - 2 * base) * tangent * direction;
  } else if (f == GELU) {
    out += gelu_curvature(base) * tangent * direction;
  } else if (f == SILU) {
    out += silu_curvature(base) * tangent * direction;
  } else {
    out += (base > 0 ? (T) 2 : (T) 0) * tangent * direction;
  }
}

// ---------------------------------------------------------------------------------------------------- reals

template <class A, class B>
struct Same {
  static const bool value = false;
};

template <class A>
struct Same<A, A> {
  static const bool value = true;
};

/** scale * x in the precision that Tensor asks for. */
template <class D, class S>
__device__ inline D scaled(double scale, S x) {
  return Same<D, S>::value ? (D) ((D) scale * (D) x) : (D) (scale * (double) x);
}

template <class T>
__device__ inline void fill(i64, T& out, double value) {
  out = (T) value;
}

template <class D, class S>
__device__ inline void assign_scaled(i64, D& out, double scale, S a) {
  out = scaled<D, S>(scale, a);
}

template <class D, class S>
__device__ inline void add_scaled(i64, D& out, double scale, S a) {
  out += scaled<D, S>(scale, a);
}

template <class T>
__device__ inline void scale_by(i64, T& out, double factor) {
  out = scaled<T, T>(factor, out);
}

template <class D, class A, class B>
__device__ inline void add_product(i64, D& out, double scale, A a, B b) {
  if (Same<D, A>::value && Same<D, B>::value) {
    out += (D) ((D) ((D) scale * (D) a) * (D) b);
  } else {
    out += (D) (scale * (double) a * (double) b);
  }
}

template <class T>
__device__ inline void fill_rows(i64 i, T& out, i64 cols, const T* row) {
  out = row[i % cols];
}

template <class T>
__device__ inline void assign_rows(i64 i, T& out, i64 cols, const T* source, const int* rows) {
  out = source[(i64) rows[i / cols] * cols + i % cols];
}

/** a m / (sqrt(b s) + eps), with units of the last bits in a and b; 0 where s is less than least. */
struct RootScaling {
  double a;
  double b;
  double epsilon;
  i64 least;
};

template <class T>
__device__ inline void root_scaling(i64, T& out, RootScaling f, i64 m, i64 s) {
  double below = sqrt((double) s * f.b) + f.epsilon;
  out = (T) (s >= f.least && below > 0 ? (double) m * f.a / below : 0);
}

/** Adds the sums of p q and of p q / (r + eps). */
__device__ inline void root_scaling_adjoint(i64, double& dm, double& ds, RootScaling f, double to_m, double to_s, i64 m,
    i64 s, double p, double& direction, double& relative) {
  double root = sqrt((double) s * f.b);
  double below = root + f.epsilon;
  if (s >= f.least && below > 0) {
    double along = p * ((double) m * f.a / below);
    direction += along;
    relative += along / below;
    dm += to_m * p / below;
    if (root > 0) ds += to_s * (along / (below * root));
  }
}

/** Each column times a factor; n factors, repeated. */
template <class T>
__device__ inline void add_scaled_columns(i64 i, T& out, double scale, i64 n, T a, const T* row) {
  out += (T) scale * a * row[i % n];
}

template <class T>
__device__ inline void add_scaled_rows(i64 i, T& out, double scale, i64 cols, T a, const T* column) {
  out += (T) scale * column[i / cols] * a;
}

template <class T>
__device__ inline void assign_rows_at(i64 i, T& out, i64 cols, const T* table, const T* numbers) {
  out = table[(i64) numbers[i / cols] * cols + i % cols];
}

/** Goes over all n numbers, so that terms are added first to last; threads of a row read the same one. */
template <class T>
__device__ inline void add_to_rows_at(i64 i, T& out, i64 cols, i64 n, const T* a, const T* numbers) {
  i64 row = i / cols;
  i64 col = i % cols;
  for (i64 at = 0; at < n; at++) {
    if ((i64) numbers[at] == row) out += a[at * cols + col];
  }
}

template <class T>
__device__ inline void assign_kept(i64 i, T& out, double scale, i64 bound, i64 seed, T a) {
  out = (i64) (random_bits((u64) seed, i) >> 11) < bound ? (T) scale * a : 0;
}

// ---------------------------------------------------------------------------------------------------- windows
//
// Elements of images and of what windows hold are numbered by int, as Tensor's sizes are: quotients of i64 are slow.

/** As org.retrograde.reversible.device.Windows. */
struct Windows {
  i64 height;
  i64 width;
  i64 size;
  i64 stride;
  i64 padding;
  i64 down;
  i64 across;
};

/** A window of an image. */
struct View {
  int image; // its first pixel, counted over all images
  int top;
  int left;

  __device__ View(int number, int line, int column, const Windows& w)
      : image(number * (int) w.height * (int) w.width), top(line * (int) w.stride - (int) w.padding),
        left(column * (int) w.stride - (int) w.padding) {}

  /** Returns the pixel in a place, negative beyond the edge. */
  __device__ int pixel(int line, int column, const Windows& w) const {
    int y = top + line;
    int x = left + column;
    return y >= 0 && y < w.height && x >= 0 && x < w.width ? image + y * (int) w.width + x : -1;
  }
};

/** Returns a window, counted over all images. */
__device__ inline View view_of(int window, const Windows& w) {
  int across = (int) w.across;
  int down = (int) w.down;
  return View(window / (across * down), window / across % down, window % across, w);
}

/** Returns where a side of a window that begins there ends in an image of that length. */
__device__ inline int clipped(int first, i64 length, const Windows& w) {
  return first + w.size < length ? first + (int) w.size : (int) length;
}

/** Windows along one side of an image that hold a pixel: from first to last. */
struct Holding {
  int first;
  int last;

  __device__ Holding(int at, const Windows& w, i64 count) {
    int inside = at + (int) w.padding;
    first = inside < w.size ? 0 : (inside - (int) w.size) / (int) w.stride + 1;
    last = inside / (int) w.stride;
    if (last >= count) last = (int) count - 1;
  }
};

/** Tells of all windows that hold a pixel, in their order: add(window, its view, place of the pixel in it). */
template <class Add>
__device__ inline void for_each_window(int pixel, const Windows& w, Add add) {
  int x = pixel % (int) w.width;
  int y = pixel / (int) w.width % (int) w.height;
  int image = pixel / (int) w.width / (int) w.height;
  Holding lines(y, w, w.down);
  Holding columns(x, w, w.across);
  for (int line = lines.first; line <= lines.last; line++) {
    for (int column = columns.first; column <= columns.last; column++) {
      View view(image, line, column, w);
      int window = (image * (int) w.down + line) * (int) w.across + column;
      add(window, view, (y - view.top) * (int) w.size + x - view.left);
    }
  }
}

template <class T>
__device__ inline void assign_patches(i64 i, T& out, i64 channels, Windows w, const T* images) {
  int held = (int) i / (int) channels;
  int area = (int) w.size * (int) w.size;
  int place = held % area;
  int pixel = view_of(held / area, w).pixel(place / (int) w.size, place % (int) w.size, w);
  out = pixel < 0 ? 0 : images[pixel * (int) channels + (int) i % (int) channels];
}

template <class T>
__device__ inline void add_patches(i64 i, T& out, i64 channels, Windows w, const T* patches) {
  int channel = (int) i % (int) channels;
  int area = (int) w.size * (int) w.size;
  for_each_window((int) i / (int) channels, w, [&](int window, View, int place) {
    out += patches[(window * area + place) * (int) channels + channel];
  });
}

/** Tells of all pixels of a window that are in the image, line by line: take(pixel). */
template <class Take>
__device__ inline void for_each_pixel(View view, const Windows& w, Take take) {
  int first = view.left < 0 ? 0 : view.left;
  int end = clipped(view.left, w.width, w);
  for (int y = view.top < 0 ? 0 : view.top; y < clipped(view.top, w.height, w); y++) {
    for (int x = first; x < end; x++) take(view.image + y * (int) w.width + x);
  }
}

/** Where the largest pixel of a window stands: the first of its kind, and NaN above all. */
template <class T>
__device__ inline int largest_of(View view, int channel, i64 channels, const Windows& w, const T* images) {
  int largest = -1;
  T top = 0;
  for_each_pixel(view, w, [&](int pixel) {
    int at = pixel * (int) channels + channel;
    T here = images[at];
    if (largest < 0 || here > top || (here != here && top == top)) {
      largest = at;
      top = here;
    }
  });
  return largest;
}

template <class T>
__device__ inline void assign_at_window_max(
    i64 i, T& out, i64 channels, Windows w, const T* images, const T* direction) {
  out = direction[largest_of(view_of((int) i / (int) channels, w), (int) i % (int) channels, channels, w, images)];
}

template <class T>
__device__ inline void add_at_window_max(i64 i, T& out, i64 channels, Windows w, const T* images, const T* held) {
  int channel = (int) i % (int) channels;
  for_each_window((int) i / (int) channels, w, [&](int window, View view, int) {
    if (largest_of(view, channel, channels, w, images) == i) out += held[window * (int) channels + channel];
  });
}

template <class T>
__device__ inline void assign_window_means(i64 i, T& out, i64 channels, Windows w, const T* images) {
  View view = view_of((int) i / (int) channels, w);
  double sum = 0;
  for_each_pixel(view, w, [&](int pixel) { sum += images[pixel * (int) channels + (int) i % (int) channels]; });
  out = (T) (sum / (double) (w.size * w.size));
}

template <class T>
__device__ inline void add_window_means(i64 i, T& out, i64 channels, Windows w, const T* held) {
  T share = (T) (1.0 / (double) (w.size * w.size));
  for_each_window((int) i / (int) channels, w, [&](int window, View, int) {
    out += share * held[window * (int) channels + (int) i % (int) channels];
  });
}

// ---------------------------------------------------------------------------------------------------- whole arrays

/** Adds what the 8 slices of a block have for each of its 32 columns. Only slice 0 gets the results. */
template <class T>
__device__ T slice_sum(T value) {
  __shared__ T shared[256];
  shared[threadIdx.x] = value;
  __syncthreads();
  if (threadIdx.x >= 32) return value;
  T s[8];
  for (int j = 0; j < 8; j++) s[j] = shared[32 * j + threadIdx.x];
  return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

/** 32 columns x 8 slices of rows a block. */
template <class T>
__device__ void column_sums(Share share, i64 rows, i64 cols, T* out, const T* a) {
  i64 col = share.block * 32LL + threadIdx.x % 32;
  T sum = 0;
  if (col < cols) {
    for (i64 row = threadIdx.x / 32; row < rows; row += 8) sum += a[row * cols + col];
  }
  sum = slice_sum(sum);
  if (threadIdx.x < 32 && col < cols) out[col] += sum;
}

/** Inner products of columns, shared out as column_sums does. */
template <class T>
__device__ void add_column_dots(Share share, i64 rows, i64 cols, T* out, const T* a, const T* b) {
  i64 col = share.block * 32LL + threadIdx.x % 32;
  double sum = 0;
  if (col < cols) {
    for (i64 i = threadIdx.x / 32 * cols + col; i < rows * cols; i += 8 * cols) sum += (double) a[i] * (double) b[i];
  }
  sum = slice_sum(sum);
  if (threadIdx.x < 32 && col < cols) out[col] += (T) sum;
}

/** The largest of n elements; where one is NaN, some element that is not less than all others. */
template <class T>
__device__ T top_of(const T* z, i64 n) {
  T top = z[0];
  for (i64 j = 1; j < n; j++) top = !(z[j] <= top) ? z[j] : top;
  return top;
}

/** One thread a row; exponentials are taken twice, as p may lie over logits or targets. */
template <class T>
__device__ void assign_softmax(Share share, i64 rows, i64 cols, T* p, const T* logits, const T* targets, double& loss) {
  FOR_EACH(row, rows, share) {
    const T* z = logits + row * cols;
    T top = top_of(z, cols);
    double expected = 0;
    double sum = 0;
    for (i64 j = 0; j < cols; j++) {
      double difference = (double) z[j] - (double) top;
      expected += (double) targets[row * cols + j] * difference;
      sum += exponential(difference);
    }
    double part = 1 / sum;
    for (i64 j = 0; j < cols; j++) {
      p[row * cols + j] = (T) (exponential((double) z[j] - (double) top) * part);
    }
    loss += logarithm(sum) - expected;
  }
}

template <class T>
__device__ i64 arg_max(const T* a, i64 cols) {
  i64 best = 0;
  for (i64 j = 1; j < cols; j++) {
    if (a[j] > a[best]) best = j;
  }
  return best;
}

template <class T>
__device__ void count_arg_max(Share share, i64 rows, i64 cols, const T* a, const T* b, u64& count) {
  FOR_EACH(row, rows, share) count += arg_max(a + row * cols, cols) != arg_max(b + row * cols, cols);
}

/** Adds rows of a to the rows that their numbers name; one thread adds all that goes to an element, first to last. */
template <class D, class S>
__device__ void add_to_rows(Share share, i64, D* out, double scale, i64 cols, i64 distinct, const S* a,
    const int* targets, const int* starts, const int* positions) {
  FOR_EACH(i, distinct * cols, share) {
    i64 target = i / cols;
    i64 col = i % cols;
    D sum = out[targets[target] * cols + col];
    for (int at = starts[target]; at < starts[target + 1]; at++) {
      sum += (D) (scale * (double) a[positions[at] * cols + col]);
    }
    out[targets[target] * cols + col] = sum;
  }
}

// ---------------------------------------------------------------------------------------------------- blocks
//
// One thread a block of columns of one row, first element to last, as the host does.

/** Eight sums, of every eighth term each, added pairwise, and then those that are left over. */
template <class Term>
__device__ inline double sum_of(i64 n, Term term) {
  double sums[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  i64 end = n / 8 * 8;
  for (i64 j = 0; j < end; j += 8) {
    for (int k = 0; k < 8; k++) sums[k] += term(j + k);
  }
  double rest = 0;
  for (i64 j = end; j < n; j++) rest += term(j);
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + rest;
}

template <class T>
__device__ inline double block_dot(const T* a, const T* b, i64 n) {
  return sum_of(n, [&](i64 j) { return (double) a[j] * (double) b[j]; });
}

/** Blocks of length columns, so many across: row i of a sequence sees i + 1 columns. */
template <class T>
__device__ void assign_causal_softmax(Share share, i64 blocks, i64 length, i64 across, T* out, const T* logits) {
  FOR_EACH(block, blocks, share) {
    const T* z = logits + block * length;
    T* p = out + block * length;
    i64 seen = block / across % length + 1;
    T top = top_of(z, seen);
    double part = 1 / sum_of(seen, [&](i64 j) { return exponential((double) z[j] - (double) top); });
    for (i64 j = 0; j < seen; j++) p[j] = (T) (exponential((double) z[j] - (double) top) * part);
    for (i64 j = seen; j < length; j++) p[j] = 0;
  }
}

template <class T>
__device__ void assign_softmax_tangent(Share share, i64 blocks, i64 n, T* out, const T* p, const T* tangent) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    T mean = (T) block_dot(p + start, tangent + start, n);
    for (i64 i = start; i < start + n; i++) out[i] = p[i] * (tangent[i] - mean);
  }
}

template <class T>
__device__ void add_softmax_curvature(
    Share share, i64 blocks, i64 n, T* out, const T* p, const T* p_tangent, const T* direction) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    T mean = (T) block_dot(p + start, direction + start, n);
    T change = (T) block_dot(p_tangent + start, direction + start, n);
    for (i64 i = start; i < start + n; i++) out[i] += p_tangent[i] * (direction[i] - mean) - p[i] * change;
  }
}

template <class T>
__device__ inline double inverse_size(const T* x, i64 n, double epsilon) {
  return 1 / sqrt(block_dot(x, x, n) / (double) n + epsilon);
}

template <class T>
__device__ void assign_normalized(Share share, i64 blocks, i64 n, double epsilon, T* out, const T* x) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    T r = (T) inverse_size(x + start, n, epsilon);
    for (i64 i = start; i < start + n; i++) out[i] = r * x[i];
  }
}

template <class T>
__device__ void assign_normalized_tangent(
    Share share, i64 blocks, i64 n, double epsilon, T* out, const T* x, const T* direction) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    double r = inverse_size(x + start, n, epsilon);
    T along = (T) (r * r * block_dot(x + start, direction + start, n) / (double) n);
    T scale = (T) r;
    for (i64 i = start; i < start + n; i++) out[i] = scale * (direction[i] - x[i] * along);
  }
}

template <class T>
__device__ void add_normalized_curvature(Share share, i64 blocks, i64 n, double epsilon, T* out, const T* x,
    const T* x_tangent, const T* direction) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    double r = inverse_size(x + start, n, epsilon);
    double part = r * r / (double) n;
    double along = part * block_dot(x + start, direction + start, n);
    double change = part * block_dot(x + start, x_tangent + start, n);
    double both = part * block_dot(x_tangent + start, direction + start, n) - 3 * along * change;
    T of_direction = (T) (r * change);
    T of_tangent = (T) (r * along);
    T of_x = (T) (r * both);
    for (i64 i = start; i < start + n; i++) {
      out[i] -= of_direction * direction[i] + of_tangent * x_tangent[i] + of_x * x[i];
    }
  }
}

template <class T>
__device__ void assign_centred(Share share, i64 blocks, i64 n, T* out, const T* x) {
  FOR_EACH(block, blocks, share) {
    i64 start = block * n;
    double sum = 0;
    for (i64 i = start; i < start + n; i++) sum += x[i];
    double mean = sum / (double) n;
    for (i64 i = start; i < start + n; i++) out[i] = (T) (x[i] - mean);
  }
}

/** One thread a pair; where x is turned in place, nobody else reads it. */
template <class T>
__device__ void assign_rotated(Share share, i64 pairs, i64 cols, i64 length, i64 half, i64 back, T* out, const T* x,
    const T* cosines, const T* sines) {
  FOR_EACH(pair, pairs, share) {
    i64 row = pair / (cols / 2);
    i64 own = pair % (cols / 2);
    i64 first = row * cols + own / half * (2 * half) + own % half;
    i64 angle = row % length * half + own % half;
    T a = x[first];
    T b = x[first + half];
    T sine = (T) (back ? -1 : 1) * sines[angle];
    out[first] = cosines[angle] * a - sine * b;
    out[first + half] = sine * a + cosines[angle] * b;
  }
}

template <class T>
__device__ void assign_row_dots(Share share, i64 rows, i64 cols, T* out, const T* a, const T* b) {
  FOR_EACH(row, rows, share) out[row] = (T) block_dot(a + row * cols, b + row * cols, cols);
}

template <class T>
__device__ void assign_log_sum_exp(Share share, i64 rows, i64 cols, T* out, const T* logits) {
  FOR_EACH(row, rows, share) {
    const T* z = logits + row * cols;
    T top = top_of(z, cols);
    double sum = 0;
    for (i64 j = 0; j < cols; j++) sum += exponential((double) z[j] - (double) top);
    out[row] = (T) (top + logarithm(sum));
  }
}

// ---------------------------------------------------------------------------------------------------- head products
//
// Products of blocks of matrices. Not cuBLAS's: blocks are small and many, heads may be shared, and so all of them are
// one launch whose bits are those of every card. A block of threads makes a tile of a result of 64 x 32, a thread 4 x 2
// of it, by way of slices of both factors in shared memory: 16 of the inner length.

#define TILE_ROWS 64
#define TILE_COLS 32
#define SLICE 16

/** As org.retrograde.reversible.device.Heads, and the shape of one product. */
struct Heads {
  i64 rows;
  i64 cols;
  i64 inner;
  i64 count;
  i64 result;
  i64 left;
  i64 right;
  i64 transposed; // 1: a, 2: b
};

/** The first element of a block of [rows, cols], of some heads side by side. */
template <class T>
__device__ inline T* block_of(T* matrix, int sequence, int head, int rows, int cols, int heads) {
  return matrix + (sequence * rows * heads + head) * cols;
}

/**
 * Loads element (i, l) of a factor to[l][i], zeros beyond its ends, so that neighbours among threads read neighbours in
 * memory: along i, or along l. Two columns more than needed, so that they also write to different banks.
 *
 * @param stride from one row in memory to the next
 */
template <class T, int PADDED>
__device__ inline void load_slice(
    T (&to)[SLICE][PADDED], const T* from, int stride, bool along, int first, int end, int inner_first, int inner) {
  const int width = PADDED - 2;
  int l = (int) threadIdx.x;
  int i = l / SLICE;
  l %= SLICE;
  if (along) {
    i = (int) threadIdx.x % width;
    l = (int) threadIdx.x / width;
  }
  from += along ? (inner_first + l) * stride + first + i : (first + i) * stride + inner_first + l;
  for (int part = 0; part < SLICE * width / 256; part++) {
    to[l][i] = first + i < end && inner_first + l < inner ? *from : 0;
    l += along ? 256 / width : 0;
    i += along ? 0 : 256 / SLICE;
    from += stride * (along ? 256 / width : 256 / SLICE);
  }
}

/** The parts of a product that this thread makes: 4 rows 16 apart, 2 columns 16 apart. */
template <class T>
struct Parts {
  T at[4][2];
};

template <class T>
__device__ inline void add_slice(Parts<T>& sums, T (&left)[SLICE][TILE_ROWS + 2], T (&right)[SLICE][TILE_COLS + 2]) {
  int x = threadIdx.x % 16;
  int y = threadIdx.x / 16;
  for (int l = 0; l < SLICE; l++) {
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 2; j++) sums.at[i][j] += left[l][y + 16 * i] * right[l][x + 16 * j];
    }
  }
}

/** c = alpha * sums + beta * c in this thread's parts of a tile of a block of c. */
template <class T>
__device__ inline void store_parts(
    const Parts<T>& sums, T alpha, T beta, T* block, int rows, int cols, int stride, int first_row, int first_col) {
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 2; j++) {
      int row = first_row + (int) threadIdx.x / 16 + 16 * i;
      int col = first_col + (int) threadIdx.x % 16 + 16 * j;
      if (row < rows && col < cols) {
        T product = alpha * sums.at[i][j];
        T& own = block[row * stride + col];
        own = beta == 0 ? product : product + beta * own;
      }
    }
  }
}

/** One tile a block of threads; they are numbered along columns, rows, heads, sequences. */
template <class T>
__device__ void head_products(Share share, i64, Heads f, double alpha, double beta, T* c, const T* a, const T* b) {
  __shared__ T left[SLICE][TILE_ROWS + 2];
  __shared__ T right[SLICE][TILE_COLS + 2];
  int m = (int) f.rows;
  int n = (int) f.cols;
  int k = (int) f.inner;
  bool transposes_a = (f.transposed & 1) != 0;
  bool transposes_b = (f.transposed & 2) != 0;
  int across = (n + TILE_COLS - 1) / TILE_COLS;
  int down = (m + TILE_ROWS - 1) / TILE_ROWS;
  int first_col = (int) share.block % across * TILE_COLS;
  int first_row = (int) share.block / across % down * TILE_ROWS;
  int head = (int) share.block / (across * down) % (int) f.result;
  int sequence = (int) share.block / (across * down) / (int) f.result;
  T* to = block_of(c, sequence, head, m, n, (int) f.result);
  int sharing = (int) (f.count / f.result);
  for (int h = head * sharing; h < (head + 1) * sharing; h++) {
    int left_head = h * (int) f.left / (int) f.count;
    int right_head = h * (int) f.right / (int) f.count;
    const T* x = block_of(a, sequence, left_head, transposes_a ? k : m, transposes_a ? m : k, (int) f.left);
    const T* y = block_of(b, sequence, right_head, transposes_b ? n : k, transposes_b ? k : n, (int) f.right);
    Parts<T> sums = {};
    for (int l = 0; l < k; l += SLICE) {
      load_slice(left, x, (transposes_a ? m : k) * (int) f.left, transposes_a, first_row, m, l, k);
      load_slice(right, y, (transposes_b ? k : n) * (int) f.right, !transposes_b, first_col, n, l, k);
      __syncthreads();
      add_slice(sums, left, right);
      __syncthreads(); // before anybody loads the next
    }
    T kept = h == head * sharing ? (T) beta : 1;
    store_parts(sums, (T) alpha, kept, to, m, n, n * (int) f.result, first_row, first_col);
  }
}

// ---------------------------------------------------------------------------------------------------- self-test

/** Results that tell whether products and sums are contracted, subnormals flushed, roots and quotients rounded right. */
__device__ inline void self_test(Share share, i64, double a, double b, double c, double tiny, i64* lanes, double* reals) {
  if (share.block == 0 && threadIdx.x == 0) {
    reals[0] = a * b + c;
    reals[1] = (double) ((float) tiny * 0.5f);
    reals[2] = sqrt(a);
    reals[3] = a / b;
    lanes[0] = (i64) (-c);
    lanes[1] = __mul64hi((i64) 0x123456789ABCDEFLL, (i64) -0x123456789ABCDEFLL);
  }
}
