#!/bin/sh
# deploy.sh ENV [FUNCTION]: builds, then deploys everything, or one function alone. `make deploy` calls it.
#
# Everything goes through CloudFormation: each function gets a new version, to which traffic goes over as DeploymentType of
# samconfig.toml says; SHIFT=AllAtOnce takes another way this once. One function alone gets its new code and nothing else, and
# all of its traffic at once, whatever its alarms say: that is the way of a repair.
set -eu
cd "$(dirname "$0")/.."
. infra/common.sh

choose_env "${1:-}"
if [ -n "${2:-}" ]; then
  choose_function "$2"
  read_alias
else
  sam=$(command -v sam || echo .local/tools/infra/bin/sam)
  [ -x "$sam" ] || die "missing: sam (make template installs it below .local/, or pip install aws-sam-cli)"
fi

make build

# To the minute, in ten characters: infra/template.yaml says why.
release=$(date -u +%y%m%d%H%M)

if [ -z "${2:-}" ]; then
  # shellcheck disable=SC2046 # names of functions have no spaces
  architecture=$(python3 infra/release.py architecture $(functions))
  {
    echo "# Written by infra/deploy.sh for the last release; samconfig.toml names it."
    echo "Release: '$release'"
    echo "Architecture: $architecture"
    [ -z "${SHIFT:-}" ] || echo "DeploymentType: $SHIFT"
  } >target/lambda/release.yaml
  echo "$stack: release $release, $architecture"
  exec "$sam" deploy --config-file "$PWD/samconfig.toml" --config-env "$env"
fi

architecture=$(python3 infra/release.py architecture "$function")
lambda update-function-code --function-name "$name" --architectures "$architecture" \
  --zip-file "fileb://target/lambda/$function/bootstrap.zip" >/dev/null
lambda wait function-updated --function-name "$name"
# Lambda publishes no version of what is as it was published before, and CloudFormation fails over that. So each says when.
lambda update-function-configuration --function-name "$name" \
  --description "İpelya Live, $function: deployed alone $release" >/dev/null
lambda wait function-updated --function-name "$name"
version=$(lambda publish-version --function-name "$name" --description "deployed alone $release" \
  --query Version --output text)
lambda wait published-version-active --function-name "$name" --qualifier "$version"
lambda update-alias --function-name "$name" --name live --function-version "$version" >/dev/null
echo "$name: live is version $version now"
