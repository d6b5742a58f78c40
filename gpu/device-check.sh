#!/usr/bin/env bash
# Checks device cuda on a card, or on the emulated one: contracts, bits, reversal, times, peers, sanitizers. Runs in the
# folder that gpu/bundle.sh makes, and needs nothing but bash, tar and coreutils there; what else it finds, it uses:
# g++ (bits beside the emulation), python3 with torch or jax (peers), compute-sanitizer, ncu or nsys.
#
# usage: device-check.sh [cuda|cuda-emulated] [--only PART,PART...] [--limit SECONDS] [--out FOLDER]
#                        [--launching calls|plans|graphs]
#
# Parts, in their order: contracts bits reversal products bench rates jax largest memcheck racecheck torch kernels; on the
# emulation the first three come last, for Maven's tests have them, too.
# Writes log.txt and results.json into FOLDER (results/). Exit code 0: every check that ran has passed; 1: one failed,
# or ran longer than its part may; 2: wrong arguments. A part for which no time is left is skipped, and says so.
set -u
usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2; }
command_line="gpu/device-check.sh${*:+ $*}"
bundle=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
device=cuda only= limit= out= launching=graphs
while (($#)); do
  case $1 in
    cuda | cuda-emulated) device=$1;;
    --only | --limit | --out | --launching)
      (($# > 1)) || usage
      printf -v "${1#--}" %s "$2"
      shift;;
    *) usage;;
  esac
  shift
done
all="contracts bits reversal products bench rates jax largest memcheck racecheck torch kernels"
for name in ${only//,/ }; do
  [[ " $all " == *" $name "* ]] || { echo "no part '$name'; there are: $all" >&2; exit 2; }
done
[[ -d $bundle/lib ]] || { echo "no bundle here: gpu/bundle.sh makes one, with this script in it" >&2; exit 2; }

if [[ $device == cuda ]]; then
  : "${limit:=480}"
  works=(momentum:50:100:1100 adamw:50:100:1100 momentum:1024:100:1100 adamw:1024:100:1100
    momentum:4096:25:225 adamw:4096:25:225 momentum:8192:9:59 adamw:8192:9:59)
  peers=(momentum:50:100:1100 momentum:1024:100:1100 momentum:4096:25:225 momentum:8192:9:59 adamw:1024:100:1100)
  rates=rates:67108864 largest=largest:31228,27000,16384 once=once:momentum:4096:6
  steps=1000 repeats=1000 product=1024
else
  : "${limit:=120}"
  works=(momentum:8:9:13 adamw:8:9:13) peers=(momentum:8:9:13 adamw:8:9:13)
  rates=rates:4096 largest=largest:8 once=once:momentum:4:3
  steps=12 repeats=20 product=24
fi

out=${out:-$bundle/results}
mkdir -p "$out" && out=$(cd "$out" && pwd) || exit 2
log=$out/log.txt
parts=$out/parts.jsonl
measured=$out/measured.jsonl
: > "$log"; : > "$parts"; : > "$measured"
say() { echo "$*" | tee -a "$log"; }
quoted() { local text=${1//\\/\\\\}; text=${text//\"/\\\"}; text=${text//[$'\n\r\t']/ }; printf '"%s"' "$text"; }

if [[ ! -x $bundle/jre/bin/java ]]; then
  tar xzf "$bundle/jre.tar.gz" -C "$bundle" || exit 2
fi
python=$(command -v python3 || true)
if [[ -z ${RETROGRADE_CUDA_PATH:-} && -n $python ]]; then
  # Wheels of PyTorch and JAX bring NVRTC and cuBLAS.
  RETROGRADE_CUDA_PATH=$("$python" - <<'EOF'
import glob, site, sys
folders = site.getsitepackages() + [site.getusersitepackages()] + sys.path
print(":".join(dict.fromkeys(found for folder in folders for found in sorted(glob.glob(folder + "/nvidia/*/lib")))))
EOF
  )
  export RETROGRADE_CUDA_PATH
fi
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
java=("$bundle/jre/bin/java" -XX:MaxRAMPercentage=70 -XX:+UseSerialGC --add-modules jdk.incubator.vector
  "-Dretrograde.test.cuda=$device" "-Dretrograde.test.device=$device" "-Dretrograde.cuda.launching=$launching"
  "-Dretrograde.test.repeats=$repeats" "-Dretrograde.test.product=$product"
  "-Dorg.bytedeco.javacpp.cachedir=$out/javacpp")
[[ $device == cuda ]] && java+=("-Dretrograde.cuda.cache=$out/kernels")
classpath=
for folder in "$bundle"/classes/*; do classpath+=$folder:; done
java_classpath=$classpath$bundle/lib/*
console=(org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors
  --details=summary '--include-classname=.*')
contracts=()
for name in Lanes FusedLanes Words RootScaling Tensor; do contracts+=(-c "org.retrograde.reversible.device.${name}Test"); done

card=none driver=none
if command -v nvidia-smi > /dev/null; then
  IFS=, read -r card driver < <(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -1)
  card=${card:-none} driver=${driver:-none} driver=${driver# }
fi
[[ $device == cuda ]] || card="emulated by g++"
say "device $device; card: $card; driver: $driver; limit $limit s; launching $launching"

failed=0
result() { # PART STATUS SECONDS TEXT
  say "$(printf '%-10s %-7s %4s s  %s' "$1" "$2" "$3" "$4")"
  printf '{"part": %s, "status": %s, "seconds": %s, "text": %s}\n' \
    "$(quoted "$1")" "$(quoted "$2")" "$3" "$(quoted "$4")" >> "$parts"
  [[ $2 == failed ]] && failed=1
  return 0
}
wanted() { [[ -z $only || ",$only," == *",$1,"* ]]; }
skip() { result "$1" skipped 0 "$2"; }

# Runs a command with the time that a part has, or what is left of the whole; its output goes to $output and the log.
output=$out/output.txt
run() { # PART SECONDS COMMAND...; sets status (0, or not, or cut where the whole has no more time) and seconds
  local name=$1 most=$2 left=$((limit - SECONDS)) start=$SECONDS
  shift 2
  [[ $device == cuda ]] || most=$((limit + 1)) # an emulated card is as slow as its computer is busy
  seconds=0 status=cut
  : > "$output"
  if ((left < 5)); then return; fi
  say "$name ..."
  timeout -k 5 "$((left < most ? left : most))" "$@" > "$output" 2>&1 < /dev/null
  status=$?
  seconds=$((SECONDS - start))
  { echo "== $name: exit $status"; cat "$output"; } >> "$log"
  if [[ $status == 124 || $status == 137 ]] && ((left < most)); then status=cut; fi
}
count_of() { sed -n "s/^\[ *\([0-9]*\) tests $1.*/\1/p" "$output" | tail -1; }

tests() { # PART SECONDS ARGUMENTS...
  local name=$1 most=$2
  shift 2
  wanted "$name" || return 0
  run "$name" "$most" "$@"
  local good bad aborted
  good=$(count_of successful) bad=$(count_of failed) aborted=$(count_of aborted)
  if [[ $status == cut ]]; then
    result "$name" skipped "$seconds" "no time left"
  elif [[ $status == 0 && ${good:-0} -gt 0 && ${bad:-1} == 0 ]]; then
    result "$name" passed "$seconds" "$good tests passed, ${aborted:-0} skipped themselves"
  elif [[ $status == 124 || $status == 137 ]]; then
    result "$name" failed "$seconds" "not done after $most s"
  else
    grep -aE '=> |Error|Exception|MethodSource' "$output" | cut -c1-200 | head -12
    result "$name" failed "$seconds" "exit $status, ${good:-0} tests passed, ${bad:-0} failed"
  fi
}

junit() { # PART SECONDS STEPS ARGUMENTS...
  tests "$1" "$2" "${java[@]}" "-Dretrograde.test.steps=$3" -cp "$java_classpath" "${console[@]}" "${@:4}"
}

# Keeps the lines of JSON that a program printed; what failed in it fails the part where ours is measured.
measure() { # PART SECONDS COMMAND...
  local name=$1 most=$2 lines errors inexact
  shift 2
  wanted "$name" || return 0
  run "$name" "$most" "$@"
  grep -a '^{' "$output" >> "$measured"
  grep -a '^{' "$output" | cut -c1-300
  lines=$(grep -ac '^{' "$output")
  errors=$(grep -ac '^{.*"error": ' "$output")
  inexact=$(grep -ac '^{.*"exact": false' "$output")
  if [[ $status == cut || ($name =~ jax|torch && ($status == 124 || $status == 137)) ]]; then
    result "$name" skipped "$seconds" "no time left after $lines measurements"
  elif [[ $status == 0 && $lines -gt 0 && $inexact == 0 && ($errors == 0 || $name =~ jax|torch) ]]; then
    result "$name" passed "$seconds" "$lines measurements"
  else
    result "$name" failed "$seconds" "exit $status, $lines measurements, $errors failed, $inexact not exact"
  fi
}
bench() { # PART SECONDS WORKS...
  measure "$1" "$2" "${java[@]}" -cp "$java_classpath" org.retrograde.models.bench.DeviceBench "$device" "${@:3}"
}
peer() { # MODULE SECONDS
  wanted "$1" || return 0
  if [[ -z $python ]] || ! "$python" -c "import $1" 2>/dev/null; then
    skip "$1" "python3 with $1 is not there"
  else
    measure "$1" "$2" "$python" "$bundle/$1_peer.py" "${peers[@]}"
  fi
}
tool() { # NAME: where it is, if it is
  local found
  for found in "$(command -v "$1")" /usr/local/cuda/bin/"$1" /opt/nvidia/nsight-*/*/"$1" /opt/nvidia/nsight-*/*/bin/"$1" \
      /usr/local/cuda/compute-sanitizer/"$1"; do
    [[ -x $found ]] && echo "$found" && return
  done
  return 1
}

sanitize() { # PART SECONDS STEPS TESTS...
  local name=$1 most=$2 steps=$3 sanitizer
  shift 3
  wanted "$name" || return 0
  if [[ $device != cuda ]]; then skip "$name" "only on a card"; return; fi
  if ! sanitizer=$(tool compute-sanitizer); then skip "$name" "compute-sanitizer is not there"; return; fi
  run "$name" "$most" "$sanitizer" --tool "$name" --error-exitcode 9 --target-processes all \
    "${java[@]}" "-Dretrograde.test.steps=$steps" -cp "$java_classpath" "${console[@]}" "$@"
  local summary
  summary=$(grep -aE 'ERROR SUMMARY|RACECHECK SUMMARY' "$output" | tail -1)
  if [[ $status == cut || $status == 124 || $status == 137 ]]; then
    result "$name" skipped "$seconds" "not done when the time was over"
  elif [[ $status == 0 && $summary =~ ' 0 ' ]]; then
    result "$name" passed "$seconds" "${summary#=* }"
  else
    grep -a '^=========' "$output" | head -20
    result "$name" failed "$seconds" "exit $status, ${summary:-no summary}"
  fi
}

kernels() {
  wanted kernels || return 0
  if [[ $device != cuda ]]; then skip kernels "only on a card"; return; fi
  if [[ -z $python ]]; then skip kernels "python3 is not there"; return; fi
  local profiler program=("${java[@]}" -cp "$java_classpath" org.retrograde.models.bench.DeviceBench "$device" "$once")
  if profiler=$(tool ncu); then
    run kernels 60 "$profiler" --target-processes all --csv --metrics gpu__time_duration.sum,dram__bytes.sum "${program[@]}"
    if table=$("$python" "$bundle/kernel_times.py" < "$output"); then
      say "$table"
      result kernels passed "$seconds" "by ncu; see log.txt"
      return
    fi
  fi
  if profiler=$(tool nsys); then
    run kernels 60 "$profiler" profile -t cuda --cuda-graph-trace=node --force-overwrite=true -o "$out/profile" "${program[@]}"
    if table=$("$profiler" stats -r cuda_gpu_kern_sum --format csv "$out/profile.nsys-rep" 2>> "$log" \
        | "$python" "$bundle/kernel_times.py"); then
      say "$table"
      result kernels passed "$seconds" "by nsys; see log.txt"
      return
    fi
  fi
  skip kernels "neither ncu nor nsys is there, or neither may count"
}

bits=(-c org.retrograde.reversible.device.CudaBitsTest -c org.retrograde.reversible.device.cuda.CudaDeviceTest)
reversal=(-c org.retrograde.reversible.trajectory.CudaReversalTest)
checks() {
  junit contracts 100 "$steps" "${contracts[@]}"
  junit bits 60 "$steps" "${bits[@]}"
  junit reversal 100 "$steps" "${reversal[@]}"
}
[[ $device == cuda ]] && checks
junit products 40 "$steps" -c org.retrograde.reversible.device.CudaProductsTest
bench bench 180 "${works[@]}"
bench rates 45 "$rates"
peer jax 120
bench largest 90 "$largest"
sanitize memcheck 90 12 "${contracts[@]}" "${reversal[@]}"
sanitize racecheck 150 12 "${contracts[@]}"
peer torch 90
kernels
[[ $device == cuda ]] || checks

joined() { paste -sd, "$1"; }
{
  printf '{"command": %s, "date": "%s", "commit": %s, "device": "%s", "card": %s, "driver": %s, "launching": "%s",\n' \
    "$(quoted "$command_line")" "$(date -u +%Y-%m-%d)" "$(quoted "$(cat "$bundle/commit")")" "$device" \
    "$(quoted "$card")" "$(quoted "$driver")" "$launching"
  printf '"seconds": %s, "passed": %s,\n"parts": [%s],\n"measured": [%s]}\n' \
    "$SECONDS" "$( ((failed)) && echo false || echo true)" "$(joined "$parts")" "$(joined "$measured")"
} > "$out/results.json"
rm -f "$parts" "$measured" "$output"
say "$( ((failed)) && echo FAILED || echo passed) after $SECONDS s; $out/results.json"
exit "$failed"
