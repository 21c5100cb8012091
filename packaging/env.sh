# The environment that builds Duoscale, for a shell:  source packaging/env.sh
# Puts the private CMake, Ninja and nvcc first on PATH and says where LibTorch lies. Installs
# nothing: see setup.sh.
#
#   DUOSCALE_CACHE      folder for what setup.sh downloads (default: duoscale in the user's cache folder)
#   DUOSCALE_TORCH_DIR  folder with include/ and lib/ of a LibTorch 2.13 that is already there (default: the one
#                       setup.sh downloads)
# shellcheck shell=bash
export DUOSCALE_CACHE=${DUOSCALE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/duoscale}
export DUOSCALE_TORCH_DIR=${DUOSCALE_TORCH_DIR:-$DUOSCALE_CACHE/packages/torch}
case ":$PATH:" in
    *":$DUOSCALE_CACHE/venv/bin:"*) ;;
    *) export PATH="$DUOSCALE_CACHE/venv/bin:$DUOSCALE_CACHE/packages/nvidia/cu13/bin:$PATH" ;;
esac
