#!/usr/bin/env bash
# Packs the device check into a folder that runs on a Linux x86_64 without Java: a small Java, our classes and tests,
# JUnit's console, jnr-ffi, OpenBLAS for device host; nothing of ND4J. At most 64 MiB, or it says so and fails.
#
# usage: gpu/bundle.sh [OUT]     OUT: a new or a former bundle; gpu/bundle if none is given
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
out=$(realpath -m "${1:-$here/bundle}")
limit_mib=64

if [[ -e $out && ! -e $out/device-check.sh ]]; then
  echo "$out is there and no bundle; not overwritten" >&2
  exit 2
fi

cd "$root"
mvn -B -ntp -q -pl models -am package dependency:build-classpath \
  -DskipTests -DincludeScope=test -Dmdep.outputFile=target/bundle.classpath >&2
mapfile -d: -t jars < <(tr -d '\n' < models/target/bundle.classpath)

jar_of() { # NAME: the first jar of that name and a version
  local jar
  for jar in "${jars[@]}"; do
    case ${jar##*/} in "$1"-[0-9]*) echo "$jar" && return;; esac
  done
  echo "no $1 on the class path" >&2
  return 1
}

rm -rf "$out"
mkdir -p "$out/lib" "$out/classes"

# A Java. OpenJDK's own builds bring libz; Debian's takes the system's, which a bare machine may lack.
java_home=$(dirname "$(dirname "$(readlink -f "$(command -v jlink)")")")
"$java_home/bin/jlink" \
  --add-modules java.base,java.logging,java.management,java.xml,jdk.unsupported,jdk.incubator.vector \
  --compress=2 --strip-debug --no-header-files --no-man-pages --output "$out/jre" 2>/dev/null
if [[ ! -e $out/jre/lib/libzip.so ]] || ldd "$out/jre/lib/libzip.so" | grep -q 'libz\.so\.1 => /'; then
  cp "$(ldd "$out/jre/lib/libzip.so" | awk '/libz\.so\.1/ { print $3 }')" "$out/jre/lib/libz.so.1"
fi
chmod -R u+w "$out/jre"
find "$out/jre" -name '*.so' -exec strip --strip-unneeded {} + 2>/dev/null || true # no debug symbols
tar czf "$out/jre.tar.gz" -C "$out" jre # device-check.sh unpacks it
rm -r "$out/jre"

for module in reversible hypergrad models; do
  for part in classes test-classes; do
    if [[ -d $module/target/$part ]]; then
      mkdir -p "$out/classes/$module-$part"
      cp -r "$module/target/$part/." "$out/classes/$module-$part"
    fi
  done
done
rm -rf "$out"/classes/models-classes/org/retrograde/models/data/mnist* # images are not needed

for name in jnr-ffi jnr-a64asm jnr-x86asm asm asm-commons asm-analysis asm-tree asm-util \
    commons-math3 jspecify assertj-core javacpp openblas; do
  cp "$(jar_of "$name")" "$out/lib/"
done
for jar in "${jars[@]}"; do
  case ${jar##*/} in
    jffi-*) cp "$jar" "$out/lib/";;
    javacpp-*-linux-x86_64.jar | openblas-*-linux-x86_64.jar) cp "$jar" "$out/lib/";;
  esac
done
platform=$(basename "$(jar_of junit-platform-commons)" .jar)
mvn -B -ntp -q -N dependency:copy -DoutputDirectory="$out/lib" \
  -Dartifact="org.junit.platform:junit-platform-console-standalone:${platform##*-}" >&2
# Of OpenBLAS the half with LAPACK stays here: device host, beside which bits are compared, loads the other. Of jffi's
# native parts only this platform's.
python3 - "$out/lib" <<'EOF'
import glob, os, sys, zipfile

def without(jar, unwanted):
    part = jar + ".part"
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not entry.is_dir() and not unwanted(entry.filename):
                target.writestr(entry, source.read(entry), zipfile.ZIP_DEFLATED)
    os.replace(part, jar)

for jar in glob.glob(sys.argv[1] + "/openblas-*-linux-x86_64.jar"):
    without(jar, lambda name: name.endswith(("/libjniopenblas.so", "/libjniopenblas_full.so", ".h", ".cmake", ".pc", ".a")))
for jar in glob.glob(sys.argv[1] + "/jffi-*native*.jar"):
    without(jar, lambda name: name.startswith("jni/") and not name.startswith("jni/x86_64-Linux/"))
EOF

cp "$here"/device-check.sh "$here"/*_peer.py "$here"/kernel_times.py "$here"/table.py "$out/"
git rev-parse HEAD > "$out/commit" 2>/dev/null || echo unknown > "$out/commit"

size=$(du -sm "$out" | cut -f1)
echo "$out: $size MiB"
if ((size > limit_mib)); then
  du -sk "$out"/* "$out"/lib/* "$out"/classes/* | sort -n | tail -15 >&2
  echo "more than $limit_mib MiB" >&2
  exit 1
fi
