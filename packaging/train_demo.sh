#!/usr/bin/env bash
# Trains a demo family from nothing on painted scenes:  packaging/train_demo.sh [option…]
# It is one call of `train family`, which tells its stages and their minutes; options go to it, for
# example --device cuda or --dry-run. MINUTES (240) is the time for everything, DEMO_FAMILY the
# folder of the family (build/demo-family). Stop it at any time; the same command goes on where it
# stopped. Look at the sheet and the card in that folder before you copy it to models/demo.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

family=${DEMO_FAMILY:-$root/build/demo-family}
"$root/packaging/build.sh" release duoscale-cli
# Waiting threads sleep; and memory that an update gives back is kept for the next one, where the
# system would clear its pages anew every time.
export OMP_WAIT_POLICY=passive
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=8589934592
exec "$root/build/release/bin/duoscale-cli" train family --scenes --out "$family" --minutes "${MINUTES:-240}" "$@"
