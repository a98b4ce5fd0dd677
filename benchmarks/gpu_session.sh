#!/usr/bin/env bash
# A visit to a machine with a GPU: tests, rates, costs, then the first runs of a profile, all within a time limit.
#
#   benchmarks/gpu_session.sh SECONDS OUT
#
# Needs Python 3.12 with PyTorch and torchvision, and no network. Beside this script may lie: `wheels/`, with what that
# Python lacks, and the images: `cifar10-jpeg.tar.xz` or `cifar-10-python.tar.gz`; `store.tar` of the last visit, to go
# on from. In OUT are written: session.log, summary.txt, the benchmarks' JSON, reports, and every minute store.tar.
# Without a GPU it says so and does the same on the CPU, with small numbers, so that the script itself can be tried.
# Environment: PYTHON (python3), PROFILE (paper; without a GPU smoke), SPEC, CIFAR (the archive), WORK (scratch).
set -uo pipefail

total=${1:?usage: gpu_session.sh SECONDS OUT}
out=$(mkdir -p "${2:?usage: gpu_session.sh SECONDS OUT}" && cd "$2" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
work=${WORK:-$(mktemp -d)}
store=$work/store
spec=${SPEC:-$root/specs/santurkar_replication.yaml}
python=${PYTHON:-python3}
end=$((SECONDS + total))
mkdir -p "$store"
: >"$out/summary.txt"
exec > >(tee -a "$out/session.log") 2>&1

left() { echo $((end - SECONDS)); }

say() { echo "$*" | tee -a "$out/summary.txt"; }

# step NAME LIMIT COMMAND...: run it for LIMIT seconds at most, and never beyond the end; say how it ended
step() {
  local name=$1 limit=$2 before=$SECONDS
  shift 2
  limit=$((limit < $(left) - 5 ? limit : $(left) - 5))
  if ((limit < 1)); then
    say "$name: no time was left"
    return
  fi
  echo "== $name, at most $limit s"
  timeout --kill-after=10 "$limit" "$@"
  local status=$?
  case $status in
    0) say "$name: done in $((SECONDS - before)) s" ;;
    124 | 137) say "$name: NOT FINISHED after $limit s" ;;
    *) say "$name: FAILED with $status after $((SECONDS - before)) s" ;;
  esac
}

save() { # the store as it is; entries are renamed into place, so none is half there
  tar -cf "$work/store.tar" --ignore-failed-read --warning=no-file-changed -C "$store" . && cp "$work/store.tar" "$out/.store.tar" && mv "$out/.store.tar" "$out/store.tar"
}

# --- install, find the driver and the images
export PYTHONPATH=$root
if [ -d "$here/wheels" ]; then
  # beside that Python, which may be an environment itself: one made from it would not see its PyTorch
  step "install wheels" 60 "$python" -m pip install --quiet --no-index --no-deps --target "$work/site" "$here"/wheels/*.whl
  export PYTHONPATH=$root:$work/site
fi
if ! ldconfig -p | grep -q libcuda.so.1; then
  driver=$(find /usr /opt /lib64 -name 'libcuda.so.1' -print -quit 2>/dev/null)
  [ -n "$driver" ] && export LD_LIBRARY_PATH=$(dirname "$driver")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} && say "driver: $driver"
fi
if why=$("$python" -c 'import sys; from bnreport.study.profiles import cuda_devices, no_gpu; sys.exit(0 if cuda_devices() else no_gpu().removeprefix("no GPU found ").strip("()"))' 2>&1) &&
  "$python" -c 'import torch, sys; sys.exit(not torch.cuda.is_available())'; then
  device=cuda
  profile=${PROFILE:-paper}
  say "GPU: $("$python" -c 'import torch; print(torch.cuda.get_device_name(), torch.__version__)')"
else
  device=cpu
  profile=${PROFILE:-smoke}
  say "no GPU: CPU. ${why:-PyTorch sees none}. Nothing below says anything about CUDA."
fi
[ -f "$here/store.tar" ] && tar -xf "$here/store.tar" -C "$store" && say "going on from store.tar"
data=()
cifar=${CIFAR:-}
for place in "$here/cifar10-jpeg.tar.xz" "$here/cifar-10-python.tar.gz"; do
  [ -z "$cifar" ] && [ -f "$place" ] && cifar=$place
done
case $cifar in
  *.tar.gz) mkdir -p "$work/data" && tar -xf "$cifar" -C "$work/data" ;;
  ?*) [ "$profile" != smoke ] && for experiment in vgg resnet; do
    data+=(--set "experiments.$experiment.recipe.dataset={image_folder: {path: $(realpath "$cifar")}}")
  done ;;
  *) say "no CIFAR-10 archive: a profile that needs it will say so" ;;
esac

# --- one daemon through which the processes of a GPU work at once; without it they take turns
if [ $device = cuda ] && command -v nvidia-cuda-mps-control >/dev/null; then
  export CUDA_MPS_PIPE_DIRECTORY=$work/mps CUDA_MPS_LOG_DIRECTORY=$work/mps
  mkdir -p "$work/mps"
  if nvidia-cuda-mps-control -d; then
    trap 'echo quit | nvidia-cuda-mps-control' EXIT
    say "MPS: processes share the GPU"
  else
    unset CUDA_MPS_PIPE_DIRECTORY CUDA_MPS_LOG_DIRECTORY
    say "MPS: its daemon did not start; processes take turns on the GPU"
  fi
fi

# --- tests, rates, costs
cd "$root" || exit 1
if [ $device = cuda ]; then
  at_once=()
  "$python" -c 'import xdist' 2>/dev/null && at_once=(-n 8)
  # pytest-benchmark warns beside xdist, and warnings are errors here
  step "tests" $((total * 15 / 100)) "$python" -m pytest -v --tb=short -p no:cacheprovider -p no:benchmark "${at_once[@]}" tests/gpu -m gpu
  for processes in 1 4; do
    step "training, $processes at once" $((total * 5 / 100)) "$python" -m benchmarks.training --device cuda --nets resnet18 \
      --precisions bf16 --processes $processes --loaders 2 8 --rounds 3 --seconds 1.5 --out "$out"
  done
  step "training, 2 to 6 at once" $((total * 4 / 100)) "$python" -m benchmarks.training --device cuda --nets resnet20 resnet18 \
    --precisions bf16 --processes 6 --rounds 3 --seconds 1 --out "$out"
  step "probes" $((total * 8 / 100)) "$python" -m benchmarks.probes --device cuda --cases 6 --rounds 1 --out "$out"
else
  step "tests" $((total * 20 / 100)) "$python" -m pytest -q -p no:cacheprovider tests/gpu/test_noise.py tests/gpu/test_probes.py
  step "training" $((total * 20 / 100)) "$python" -m benchmarks.training --nets resnet8 --precisions fp32 --processes 1 \
    --images 640 --rounds 1 --seconds 0.5 --out "$out"
  step "probes" $((total * 20 / 100)) "$python" -m benchmarks.probes --cases 1 --rounds 1 --out "$out"
fi

# --- the profile, until shortly before the end; on a GPU machine the deep linear networks on the cores that are free
folders=(--store "$store" --data "$work/data" --reports "$out/reports")
(while sleep 60; do save; done) >/dev/null 2>&1 &
saver=$!
rest=$(($(left) - 60)) # for the last checkpoints, verdicts and report
if ((rest > 0)); then
  if [ $device = cuda ]; then
    CUDA_VISIBLE_DEVICES="" "$python" -m bnreport run "$spec" --profile deep_linear "${folders[@]}" --workers 8 --for ${rest}s &
    beside=$!
  fi
  step "$profile" $((rest + 50)) "$python" -m bnreport run "$spec" --profile "$profile" "${data[@]}" "${folders[@]}" --for ${rest}s
  [ -n "${beside:-}" ] && wait "$beside"
else
  say "$profile: no time was left"
fi
kill $saver
save
say "runs in the store: $(find "$store/runs" -name '*.json' 2>/dev/null | wc -l)"
say "ended with $(left) s left"
