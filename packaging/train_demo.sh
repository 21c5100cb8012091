#!/usr/bin/env bash
# Trains the demo family from nothing and puts it into models/demo:  packaging/train_demo.sh
# First the VQ-VAE; then drafter and refiner side by side on its tokens, the drafter mostly on the
# first eight scales, which carry what a picture shows; then the drafter again on all ten, at a
# lower rate and with more pictures of the classes that are hardest to draw; then, for N = 6 and 8,
# both models for their own scales, a refiner beside a drafter. Each takes the minutes given in the
# environment: VQVAE_MINUTES (34), DRAFTER_MINUTES (88), REFINER_MINUTES (55), DRAFTER_MORE_MINUTES
# (103), PAIR_DRAFTER_MINUTES (7), PAIR_REFINER_MINUTES (20). DEMO_RUNS is the folder of the runs
# (build/demo). Stop it at any time; the same command goes on where it stopped, and more minutes
# train a finished run further.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

runs=${DEMO_RUNS:-$root/build/demo}
demo=$root/models/demo
pictures=8000
# one a class, in the order of models/demo/classes.tsv: three times as many planets, cities, castles
# and fish
weights=1,1.5,1.5,1,1,1,1,3,1.5,1,1,1,3,3,1.5,3
"$root/packaging/build.sh" release duoscale-cli
cli=$root/build/release/bin/duoscale-cli
# Waiting threads sleep, so that two trainings share the cores without spinning against each other;
# and memory that an update gives back is kept for the next one, where the system would clear its
# pages anew every time.
export OMP_WAIT_POLICY=passive
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=8589934592
mkdir -p "$runs"

say "training the VQ-VAE in $runs/vqvae"
"$cli" train vqvae --out "$runs/vqvae" --minutes "${VQVAE_MINUTES:-34}" --batch 8 --lr 6e-4 --crop-share 0.35 \
    --multipliers 1,2,2,4 || fail "the VQ-VAE's training stopped; the same command goes on."

say "encoding $pictures pictures"
"$cli" train encode --vqvae "$runs/vqvae/vqvae.safetensors" --tokens "$runs/tokens.safetensors" --pictures "$pictures" ||
    fail "the pictures could not be encoded; the lines above say why."

train_var() { # NAME MINUTES option…
    local name=$1 minutes=$2
    say "training the $name in $runs/$name"
    mkdir -p "$runs/$name"
    cp "$runs/tokens.safetensors" "$runs/$name/tokens.safetensors"
    "$cli" train var --vqvae "$runs/vqvae/vqvae.safetensors" --tokens "$runs/$name/tokens.safetensors" \
        --pictures "$pictures" --out "$runs/$name" --minutes "$minutes" --batch 8 "${@:3}" ||
        fail "the $name's training stopped; the same command goes on."
}

train_var refiner "${REFINER_MINUTES:-55}" --depth 3 --width 96 --heads 2 --lr 3e-3 --ema 0.998 --warmup 100 \
    --seed 5 --threads 1 &
refiner=$!
train_var drafter "${DRAFTER_MINUTES:-88}" --depth 6 --width 192 --heads 3 --lr 1.2e-3 --ema 0.998 --warmup 100 \
    --first-scales 8 --first-share 0.45 --whole-every 3
wait "$refiner" || fail "the refiner's training stopped; the same command goes on."
train_var drafter-more "${DRAFTER_MORE_MINUTES:-103}" --start "$runs/drafter/var.safetensors" --lr 7e-4 --ema 0.998 \
    --warmup 50 --class-weights "$weights" --seed 4

tune() { # ROLE N MINUTES option…
    local role=$1 split=$2 minutes=$3 run=$runs/$1_$2
    say "tuning the $role for N = $split in $run"
    mkdir -p "$run"
    [ -e "$run/tokens.safetensors" ] || cp "$runs/tokens.safetensors" "$run/tokens.safetensors"
    "$cli" finetune "$role" --split "$split" --vqvae "$runs/vqvae/vqvae.safetensors" --pictures "$pictures" \
        --out "$run" --minutes "$minutes" --ema 0.997 --threads 1 "${@:4}" ||
        fail "tuning the $role for N = $split stopped; the same command goes on."
}

drafter=$runs/drafter-more/var.safetensors
for split in 6 8; do
    tune refiner "$split" "${PAIR_REFINER_MINUTES:-20}" --start "$runs/refiner/var.safetensors" --teacher "$drafter" \
        --fade-share 0.3 &
    refiner=$!
    tune drafter "$split" "${PAIR_DRAFTER_MINUTES:-7}" --start "$drafter"
    wait "$refiner" || fail "tuning the refiner for N = $split stopped; the same command goes on."
done

say "writing the family to $demo"
"$cli" convert "$runs/vqvae/vqvae.safetensors" "$demo/vqvae.safetensors" --force
"$cli" convert "$drafter" "$demo/drafter.safetensors" --precision fp16 --force
"$cli" convert "$runs/refiner/var.safetensors" "$demo/refiner.safetensors" --precision fp16 --force
for split in 6 8; do
    for role in drafter refiner; do
        "$cli" convert "$runs/${role}_$split/${role}_$split.safetensors" "$demo/${role}_$split.safetensors" \
            --precision fp16 --force
    done
done
"$cli" generate --models "$demo" --sheet "$runs/contact-sheet.png"
say "look at $runs/contact-sheet.png before you ship the family"
