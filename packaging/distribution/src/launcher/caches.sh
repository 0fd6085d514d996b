# The AOT caches that an installation holds compressed: unpacked on first use into the user's own directory. Defines functions
# only. A cache is code, so it counts only where nobody else could have put it or could change it: 'test -O' asks for the
# effective user, and a root shell that kept somebody's HOME has nothing there.

# Sets file to the unpacked form of $1, a compressed cache of build $2, or fails. It is unpacked if it is not there yet.
find_unpacked() {
  case ${HOME:-} in /*) ;; *) return 1 ;; esac
  caches=$HOME/.cache
  case ${XDG_CACHE_HOME:-} in
    /*)
      caches=$XDG_CACHE_HOME
      [ -O "$caches" ] || return 1
      ;;
  esac
  [ -O "$HOME" ] || return 1
  own=$caches/envdrift file=${1##*/}
  file=$own/${file%.gz}
  [ -e "$file" ] || unpack "$1" "$2" || return 1
  is_own
}

is_own() {
  [ -O "$caches" ] && [ -O "$own" ] && [ ! -L "$own" ] && [ -f "$file" ] && [ -O "$file" ] && [ ! -L "$file" ]
}

# Whether nobody else may change what is in the directories, and no jar is younger than the compressed cache $1, which no jar
# was when it was installed.
is_intact() {
  [ -z "$(find "$caches/." "$own/." "$lib/app/." -maxdepth 1 \
    \( -name . -perm /022 -o -name '*.jar' -newercc "$1" \) 2>&1)" ]
}

# In one step and silently, or not at all: what is unpacked has a name of its own until it is whole.
unpack() {
  (
    umask 077
    mkdir -p "$caches" && [ -O "$caches" ] || exit 1
    mkdir -p "$own" && [ -O "$own" ] && [ ! -L "$own" ] || exit 1
    new=$(mktemp "$own/.new.XXXXXX") || exit 1
    trap 'rm -f "$new"' EXIT
    trap 'exit 1' HUP INT TERM
    gzip -dc <"$1" >"$new" && mv -f "$new" "$file" || exit 1
    # What other builds and killed starts left.
    for other in "$own"/envdrift*.aot; do
      case $other in
        *-"$2".aot) ;;
        *) rm -f "$other" ;;
      esac
    done
    find "$own" -name '.new.*' -mmin +60 -exec rm -f {} +
    exit 0
  ) >/dev/null 2>&1 </dev/null
}
