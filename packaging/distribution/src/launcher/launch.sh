# What the launchers of the checkout and of the distribution share; defines functions only.

# Prints the major version that a JDK's release file names: reading it is faster than starting Java.
major_of() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#JAVA_VERSION=\"}
        version=${version%%[!0-9]*}
        printf '%s\n' "${version:-0}"
        return 0
        ;;
    esac
  done < "$1/release"
  return 1
}

is_new_enough() {
  major=$(major_of "$1") && [ "$major" -ge "$least" ]
}

# Prints the directory of a Java of the version in $1, 21 without it, or newer.
find_jdk() {
  least=${1:-21}
  if [ -n "${JAVA_HOME:-}" ] && is_new_enough "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  on_path=$(command -v java 2>/dev/null) || on_path=
  if [ -n "$on_path" ]; then
    real=$(readlink -f "$on_path" 2>/dev/null) || real=$on_path
    home=${real%/bin/java}
    if is_new_enough "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  fi
  best=""
  best_major=$((least - 1))
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    major=$(major_of "$home") || continue
    if [ "$major" -gt "$best_major" ]; then
      best=$home best_major=$major
    fi
  done
  [ -n "$best" ] && printf '%s\n' "$best"
}

# Java reads names of files as the locale says, and knows no other way to be told. Names are UTF-8 here in every locale;
# commands that envdrift starts get the caller's LC_ALL back.
use_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
    *)
      ENVDRIFT_CALLER_LC_ALL=${LC_ALL:-}
      LC_ALL=C.UTF-8
      export ENVDRIFT_CALLER_LC_ALL LC_ALL
      ;;
  esac
}

# A closed standard input would be the number of the first file that Java opens, which commands would then read as what was given.
open_standard_input() {
  { true 3<&0; } 2>/dev/null || exec </dev/null
}

# Java takes signals for itself that were ignored before it was started; 'envdrift run' gives its command what this tells.
tell_ignored_signals() {
  [ -r "/proc/$$/status" ] || return 0
  while read -r key value; do
    case $key in
      SigIgn:)
        ENVDRIFT_IGNORED_SIGNALS=$value
        export ENVDRIFT_IGNORED_SIGNALS
        return 0
        ;;
    esac
  done < "/proc/$$/status"
}

# Whether a command may open a vault, by a glance at its words.
may_open_vault() {
  case "${1-} $*" in
    __complete\ *) return 1 ;;
    sync\ * | pull\ * | status\ * | doctor\ * | rotate\ * | vault-pu* | *\ --verify-vault* | *\ --sync-keys*) ;;
    *) return 1 ;;
  esac
}

# Whether a command makes a key from a passphrase, by the same glance.
may_derive_key() {
  case ${1-} in envsync | levels) return 0 ;; esac
  [ -n "${ENVDRIFT_LOCAL_PASSPHRASE:-}" ] && may_open_vault "$@"
}

# Prints the options for the JVM's compilers. A command lives for half a second: the first compiler alone starts fastest. Where a
# key is made from a passphrase, the second one has the processor's instructions for hashes, and compiles those loops alone.
compilers_for() {
  if may_derive_key "$@"; then
    printf '%s %s\n' '-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=50000' \
      '-XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=1000000'
  else
    printf '%s\n' -XX:TieredStopAtLevel=1
  fi
}
