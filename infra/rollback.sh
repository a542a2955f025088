#!/bin/sh
# rollback.sh ENV FUNCTION [VERSION]: points one function's alias at the version before, or at a given one. `make rollback`
# calls it. It takes effect with the next request and builds nothing.
#
# The alias remembers what it was taken back from, so that the next rollback does not end there. The stack does not know of
# it: the next `make deploy` goes forward from there.
set -eu
cd "$(dirname "$0")/.."
. infra/common.sh

choose_env "${1:-}"
[ -n "${2:-}" ] || die "which function? Say FUNCTION= one of: $(functions)"
choose_function "$2"
read_alias

versions=${3:-$(lambda list-versions-by-function --function-name "$name" --query 'Versions[].Version' --output text)}
if [ -n "${3:-}" ]; then
  command=to
else
  command=before
fi
# shellcheck disable=SC2086 # a list of numbers
chosen=$(printf '%s' "$alias" | python3 infra/release.py "$command" $versions)
version=${chosen%% *}
lambda update-alias --function-name "$name" --name live --function-version "$version" \
  --description "${chosen#* }" --routing-config '{"AdditionalVersionWeights": {}}' >/dev/null
echo "$name: live is version $version now"
