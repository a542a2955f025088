# What infra/deploy.sh and infra/rollback.sh share; sourced by them, from the root of the repository.

die() {
  echo "$1" >&2
  exit 1
}

# need TOOL HINT
need() {
  command -v "$1" >/dev/null 2>&1 || die "missing: $1 ($2)"
}

# Sets env, stack and region, or says what is wrong with ENV.
choose_env() {
  env=${1:-}
  [ -n "$env" ] || die "which one? Say ENV=dev or ENV=prod"
  need python3 "Python 3.11 or later"
  stack=$(python3 infra/release.py setting "$env" stack_name)
  region=$(python3 infra/release.py setting "$env" region)
}

# Says what is wrong with FUNCTION; sets name, as AWS knows it.
choose_function() {
  function=$1
  case $function in *[!a-z]*) function=there/is/none ;; esac
  [ -f "functions/$function/Cargo.toml" ] || die "there is no function $1; FUNCTION is one of: $(functions)"
  need aws "AWS's command line, https://aws.amazon.com/cli"
  name=$stack-$function
}

functions() {
  for manifest in functions/*/Cargo.toml; do
    basename "$(dirname "$manifest")"
  done | tr '\n' ' '
}

# lambda COMMAND …: AWS Lambda, in the region of the stack.
lambda() {
  AWS_PAGER='' aws lambda "$@" --region "$region"
}

# Sets alias, or says why it cannot be touched now.
read_alias() {
  alias=$(lambda get-alias --function-name "$name" --name live --output json) ||
    die "$name has no alias live: deploy the whole stack first, make deploy ENV=$env"
  if [ "$(printf '%s' "$alias" | python3 infra/release.py shifting)" = yes ]; then
    die "traffic of $name is being shifted to a new version just now. To take that back:
  aws deploy list-deployments --region $region --include-only-statuses InProgress
  aws deploy stop-deployment --region $region --auto-rollback-enabled --deployment-id <the id>"
  fi
}
