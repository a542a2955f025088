#!/bin/sh
# Checks infra/: cfn-lint and `sam validate --lint` say whether AWS would take the template, infra/tests whether it is ours.
# Installs both below .local/tools/infra the first time and whenever infra/requirements.txt has changed. `make template` calls it.
set -eu
cd "$(dirname "$0")/.."

tools=.local/tools/infra
if ! cmp -s infra/requirements.txt "$tools/.stamp" || [ ! -x "$tools/bin/sam" ]; then
  command -v python3 >/dev/null 2>&1 || { echo 'missing: python3 (Python 3.11 or later)' >&2; exit 1; }
  echo 'setup     │ cfn-lint and the SAM CLI, from PyPI (a minute or two the first time)'
  mkdir -p .local/tools
  python3 -m venv --clear "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement infra/requirements.txt
  cp infra/requirements.txt "$tools/.stamp"
fi

echo 'template  │ cfn-lint'
"$tools/bin/cfn-lint" infra/template.yaml
echo 'template  │ sam validate --lint'
# Neither asks AWS for anything: the region says whose rules hold, and no usage is reported.
SAM_CLI_TELEMETRY=0 "$tools/bin/sam" validate --lint --template infra/template.yaml --region eu-central-1
echo 'template  │ infra/tests'
"$tools/bin/python" -m unittest discover --start-directory infra/tests
