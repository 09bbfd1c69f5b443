#!/bin/sh
# An engine for tests: prints the driver's lines. A prompt of 13 tokens fails;
# one of 14 has no time for its last repetition.
tests= r=1 model=
while [ $# -gt 0 ]; do
  case $1 in
    --version) echo 1; exit ;;
    --tests) tests=$2; shift ;;
    -r) r=$2; shift ;;
    --model) model=$2; shift ;;
    --threads | --delay) shift ;;
  esac
  shift
done
echo '{"e":"engine","text":"made up 1","device":"cpu","backend":"CPU"}'
echo '{"e":"load"}'
echo '{"e":"loaded","ns":1000000,"model_bytes":3800000000}'
echo "serving $model" >&2
i=0
for t in $(echo "$tests" | tr , ' '); do
  if [ "$t" = pp13 ]; then
    echo "{\"e\":\"error\",\"stage\":\"test\",\"i\":$i,\"type\":\"Luck\",\"text\":\"out of ideas\"}"
    exit 1
  fi
  samples= k=1 last=$r
  if [ "$t" = pp14 ]; then last=$((r - 1)); fi
  while [ $k -le "$last" ]; do
    ns=$((100000000 + k * 1000000))
    echo "{\"e\":\"rep\",\"i\":$i,\"k\":$k,\"of\":$r}"
    echo "{\"e\":\"sample\",\"i\":$i,\"k\":$k,\"of\":$r,\"ns\":$ns}"
    samples=$samples${samples:+,}$ns
    k=$((k + 1))
  done
  echo "{\"e\":\"result\",\"i\":$i,\"test\":\"$t\",\"samples_ns\":[$samples],\"started\":$(date +%s),\"backend\":\"CPU\",\"model_type\":\"made up\"}"
  i=$((i + 1))
done
