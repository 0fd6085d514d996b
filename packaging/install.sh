#!/bin/sh
# Installs envdrift from its archive for Linux x64, or removes it: docs/install.md.
#
# PREFIX/lib/envdrift/VERSION is what the archive holds, PREFIX/lib/envdrift/current is a link to it, and everything else is a
# link through 'current'. That one link is turned over at the end, so whatever happens before leaves the old version at work.
set -eu
unset CDPATH TAR_OPTIONS

# Where releases are published. No public repository exists yet: as long as this says OWNER, --from or ENVDRIFT_BASE_URL is needed.
releases=https://github.com/OWNER/envdrift/releases

usage() {
  cat <<'END'
Usage: install.sh [--prefix DIR] [--version V] [--from FILE|DIR|URL] [--checksum SHA256] [--caches NAME,…]
       install.sh [--prefix DIR] --uninstall

Installs envdrift, vault-env, envsync, levels and envdrift-server for Linux x64. No Java is needed.

  --prefix DIR       where to: DIR/bin, DIR/lib/envdrift, DIR/share. Default ~/.local, for root /usr/local.
  --version V        the version to install. Default the latest, or the only one that --from offers.
  --from SOURCE      an archive, or the directory or URL that holds archives and SHA256SUMS. Needs no network when it is local.
                     Default ENVDRIFT_BASE_URL, then the project's releases.
  --checksum SHA256  what the archive must hash to; SHA256SUMS is not asked then.
  --caches NAME,…    unpack start caches now and for everybody, not on first use for each user: aws, azure, gcp, hashicorp, local,
                     stores, server, or all. For containers, and for users without a home.
  --uninstall        remove what was installed, and nothing else.
  --help             this text.
END
}

say() {
  printf '%s\n' "$1"
}

die() {
  printf 'install.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# --- the prefix -------------------------------------------------------------------------------------------------------------

# Sets prefix (absolute, without links), home (our directory in it), marker (in home: says that it is ours, is the lock, and
# lists the directories that were made for us).
choose_prefix() {
  prefix=$1
  if [ -z "$prefix" ]; then
    if [ "$(id -u)" = 0 ]; then
      prefix=/usr/local
    else
      [ -n "${HOME:-}" ] || die "HOME is not set: say where to with --prefix DIR"
      prefix=$HOME/.local
    fi
  fi
  case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
  choose_modes
  made=
  if [ "$uninstall" = no ] && [ ! -d "$prefix" ]; then
    mkdir -p "$prefix" 2>/dev/null || cannot_write "$prefix"
    made=prefix
  fi
  if [ -d "$prefix" ]; then
    prefix=$(cd "$prefix" && pwd -P) || die "cannot enter $prefix"
  fi
  prefix=${prefix%/}
  home=$prefix/lib/envdrift
  marker=$home/.installed
}

cannot_write() {
  die "cannot write to $1: choose another place with --prefix DIR, or run this as a user who may"
}

# Only the owner may write. What root installs for all is read by all, also the AOT cache, which is the owner's alone otherwise.
choose_modes() {
  modes=u=rwX,go-w
  umask go-w
  case $(id -u)$prefix in
    0"${HOME:-/nonexistent}"/?*) ;;
    0/*)
      modes=u=rwX,go=rX
      umask 022
      ;;
  esac
}

# Makes a directory below the prefix and notes it first, so that removal knows that it is ours to remove.
make_directory() {
  if [ ! -d "$prefix/$1" ]; then
    case $1 in */*) make_directory "${1%/*}" ;; esac
    printf '%s\n' "$1" >>"$marker"
    mkdir "$prefix/$1" 2>/dev/null || cannot_write "$prefix/$1"
  fi
}

open_home() {
  if [ ! -d "$prefix/lib" ]; then
    mkdir "$prefix/lib" 2>/dev/null || cannot_write "$prefix"
    made="$made lib"
  fi
  [ -e "$marker" ] || [ ! -e "$home" ] || [ -z "$(ls -A "$home")" ] ||
    die "$home is not of this installer: move it away, or choose another --prefix"
  mkdir -p "$home" 2>/dev/null || cannot_write "$prefix/lib"
  (: >>"$marker") 2>/dev/null || cannot_write "$home"
  case $made in prefix*) echo >>"$marker" ;; esac
  case $made in *lib) echo lib >>"$marker" ;; esac
}

lock() {
  if has flock; then
    exec 9>>"$marker"
    flock -n 9 || die "another install.sh is at work in $home"
    sweep
  fi
  locked=yes
}

# --- links into our directory -------------------------------------------------------------------------------------------------

# Prints what version $1 offers below the prefix, one file a line.
offered() {
  for part in bin share; do
    if [ -d "$1/$part" ]; then
      (cd "$1" && find "$part" -type f ! -name '*.cmd')
    fi
  done
}

# Prints the text of the link for $1: relative, so that the prefix can be moved or copied, unless its directory lies elsewhere.
link_text() {
  through=lib/envdrift/current/$1
  directory=$(cd "$prefix/${1%/*}" && pwd -P)
  case $directory in
    "$prefix/${1%/*}")
      rest=${1%/*}/
      while [ -n "$rest" ]; do
        rest=${rest#*/}
        through=../$through
      done
      printf '%s\n' "$through"
      ;;
    *) printf '%s\n' "$prefix/$through" ;;
  esac
}

is_our_link() {
  [ -L "$prefix/$1" ] || return 1
  case $(readlink "$prefix/$1") in
    "$prefix/lib/envdrift/current/$1" | "$(link_text "$1")") ;;
    *) return 1 ;;
  esac
}

is_foreign() {
  { [ -e "$prefix/$1" ] || [ -L "$prefix/$1" ]; } && ! is_our_link "$1"
}

refuse_foreign_programs() {
  offered "$1" >"$work/offered"
  while IFS= read -r file; do
    case $file in
      bin/*) ! is_foreign "$file" || die "$prefix/$file is there and not of this installer: move it away and run this again" ;;
    esac
  done <"$work/offered"
}

make_links() {
  offered "$home/current" >"$work/offered"
  while IFS= read -r file; do
    make_directory "${file%/*}"
    if is_foreign "$file"; then
      say "left alone: $prefix/$file is not of this installer"
    elif [ ! -L "$prefix/$file" ]; then
      ln -s "$(link_text "$file")" "$prefix/$file" || cannot_write "$prefix/${file%/*}"
    fi
  done <"$work/offered"
}

# Removes our links to what version $1 offered, but for those that version $2 (or none) offers too.
remove_links() {
  offered "$1" | while IFS= read -r file; do
    if [ ! -e "$2/$file" ] && is_our_link "$file"; then
      rm -f "$prefix/$file"
    fi
  done
}

# --- the archive --------------------------------------------------------------------------------------------------------------

fetch() {
  case $1 in
    https://*) protocols='=https' ;;
    http://127.0.0.1[:/]* | http://localhost[:/]*) protocols='=http,https' ;;
    *)
      [ -n "$checksum" ] || die "$1 is not https: whoever is on the way could change archive and checksum. Give --checksum SHA256"
      protocols='=http,https'
      ;;
  esac
  if has curl; then
    curl -fsSL --retry 2 --connect-timeout 20 --proto "$protocols" -o "$2" "$1" || die "cannot download $1"
  elif has wget && wget --version 2>/dev/null | grep -q '^GNU'; then
    wget -q --tries=3 --timeout=20 -O "$2" "$1" || die "cannot download $1"
  else
    # The wget of busybox does not check certificates.
    die "neither curl nor GNU wget is here: download the archive and SHA256SUMS, and give their directory to --from"
  fi
}

# Gets file $1 of the source into the work directory.
obtain() {
  case $source in
    *://*) fetch "$source/$1" "$work/$1" ;;
    *) [ -f "$source/$1" ] && cp "$source/$1" "$work/$1" ;;
  esac
}

# Sets source (a directory or URL) and name (of the archive in it, if that is known) from what --from said.
choose_source() {
  name=
  [ -z "$version" ] || name=envdrift-$version-linux-x64.tar.gz
  source=${1:-${ENVDRIFT_BASE_URL:-}}
  if [ -z "$source" ]; then
    case $releases in
      */OWNER/*) die "no release is published yet: give --from FILE, DIR or URL, or set ENVDRIFT_BASE_URL" ;;
    esac
    source=$releases/latest/download
    [ -z "$version" ] || source=$releases/download/v$version
  fi
  case $source in
    *://*.tar.gz) name=${source##*/} source=${source%/*} ;;
    *://*) source=${source%/} ;;
    *)
      [ -e "$source" ] || die "no such file or directory: $source"
      if [ ! -d "$source" ]; then
        name=${source##*/}
        case $source in */*) source=${source%/*}/ ;; *) source=. ;; esac
      fi
      ;;
  esac
}

# Prints what SHA256SUMS says of the archive, and sets name if only that file knows it.
read_checksums() {
  found='' matches=0
  while read -r sum file || [ -n "$sum" ]; do
    file=${file#\*}
    case $file in
      "$name") ;;
      envdrift-*-linux-x64.tar.gz) [ -z "$name" ] || continue ;;
      *) continue ;;
    esac
    found=$sum listed=$file matches=$((matches + 1))
  done <"$work/SHA256SUMS"
  [ "$matches" -gt 0 ] || die "SHA256SUMS in $source does not list ${name:-an archive for Linux x64}"
  [ "$matches" -eq 1 ] || die "SHA256SUMS in $source lists ${name:-several archives: say --version}${name:+ more than once}"
  name=$listed checksum=$found
}

# The archive is copied first and checked then, so nobody can change it in between.
get_archive() {
  if [ -z "$checksum" ]; then
    obtain SHA256SUMS || die "no readable SHA256SUMS in $source: without it the archive cannot be checked (or give --checksum SHA256)"
    read_checksums
  fi
  [ -n "$name" ] || die "say which archive of $source is meant: --version V"
  checksum=$(printf '%s' "$checksum" | tr A-F a-f)
  case $checksum in *[!0-9a-f]*) die "not a SHA-256 checksum: $checksum" ;; esac
  [ "${#checksum}" -eq 64 ] || die "not a SHA-256 checksum: $checksum"
  obtain "$name" || die "no readable $name in $source"
  if has sha256sum; then
    actual=$(sha256sum <"$work/$name")
  elif has shasum; then
    actual=$(shasum -a 256 <"$work/$name")
  else
    die "neither sha256sum nor shasum is here to check the archive with"
  fi
  actual=${actual%% *}
  [ "$actual" = "$checksum" ] || die "$name is damaged or not the right one: its SHA-256 is $actual, not $checksum"
}

# Unpacks into the work directory; sets fresh (what was unpacked) and version.
unpack() {
  tar -tzf "$work/$name" >"$work/list" 2>/dev/null || die "$name is no tar.gz archive"
  top=
  while IFS= read -r entry; do
    case $entry in /* | .. | ../* | */../* | */..) die "$name holds the path $entry, which leads out of it" ;; esac
    [ -n "$top" ] || top=${entry%%/*}
    [ "${entry%%/*}" = "$top" ] || die "$name holds $entry besides $top"
  done <"$work/list"
  case $top in envdrift-?*-linux-x64) ;; *) die "$name is not envdrift for Linux x64" ;; esac
  tar -xzof "$work/$name" -C "$work" || die "cannot unpack $name (is the disk full?)"
  fresh=$work/$top

  find "$fresh" ! -type f ! -type d ! -type l >"$work/list"
  [ ! -s "$work/list" ] || die "$name holds what is no file, directory or link"
  find "$fresh" -type l >"$work/list"
  while IFS= read -r entry; do
    case $(readlink -f "$entry") in
      "$fresh"/*) ;;
      *) die "$name holds the link ${entry#"$work"/}, which leads out of it" ;;
    esac
  done <"$work/list"

  found=${top#envdrift-} found=${found%-linux-x64}
  [ -z "$version" ] || [ "$version" = "$found" ] || die "$name is version $found, not $version"
  version=$found
  case $version in *[!0-9A-Za-z.+_-]* | [!0-9]*) die "not a version: $version" ;; esac
  [ "$(cat "$fresh/VERSION")" = "$version" ] || die "$name is of another version inside"
  chmod -R "$modes" "$fresh"
  unpack_caches
  # The launcher uses an AOT cache only if no jar was changed after it.
  find "$fresh/lib" -name '*.aot*' -exec chmod "$modes" {} +
}

# Unpacks the caches that --caches names, where the launcher looks first.
unpack_caches() {
  for cache in $(printf %s "$caches" | tr , ' '); do
    matches=0
    for file in "$fresh"/lib/envdrift-*.aot.gz; do
      case $cache in all) ;; *) case ${file##*/} in "envdrift-$cache"-*) ;; *) continue ;; esac ;; esac
      [ -f "$file" ] || continue
      gzip -d "$file" || die "cannot unpack ${file##*/} (is the disk full?)"
      matches=1
    done
    [ "$matches" = 1 ] || die "$name has no cache '$cache' for --caches"
  done
}

prove_that_it_runs() {
  shown=$("$fresh/bin/envdrift" --version 2>&1 </dev/null) || shown="it failed: $shown"
  case $shown in
    *"it failed:"*) ;;
    *"$version"*) return ;;
  esac
  die "envdrift $version does not run on this system (it needs Linux x64 with glibc). Use envdrift-$version.zip and Java 21 or newer.
  $shown"
}

# --- the two things to do -------------------------------------------------------------------------------------------------------

# Puts what was unpacked beside the other versions and turns over to it, unless it is in use already, unharmed.
put_in_place() {
  old=$(readlink "$home/current" 2>/dev/null) || old=
  if [ -n "$old" ] && diff -r "$fresh" "$home/$old" >/dev/null 2>&1; then
    return
  fi
  place=$version n=1
  while [ -e "$home/$place" ]; do
    n=$((n + 1))
    place=$version-$n
  done
  mv -T "$fresh" "$home/$place" || cannot_write "$home"
  # The version before stays until the next upgrade, for what is still running.
  [ -z "$old" ] || turn previous "$old"
  turn current "$place"
}

turn() {
  ln -s "$2" "$work/$1"
  mv -fT "$work/$1" "$home/$1" || cannot_write "$home"
}

# Prints the names of all versions here. Nothing else in our directory is touched.
versions() {
  for other in "$home"/*; do
    if [ ! -L "$other" ] && [ -f "$other/VERSION" ]; then
      printf '%s\n' "${other##*/}"
    fi
  done
}

# Removes version $1. It gets the name of something unfinished first, so that half of it never passes for a version.
discard() {
  mv -T "$home/$1" "$home/.new.$1.$$" && rm -rf "$home/.new.$1.$$"
}

# Removes versions that are neither the present nor the one before, and links to what is no longer offered.
prune() {
  for version_here in $(versions); do
    remove_links "$home/$version_here" "$home/current"
    case $version_here in
      "$(readlink "$home/current" || :)" | "$(readlink "$home/previous" || :)") ;;
      *) discard "$version_here" ;;
    esac
  done
}

# Removes what killed runs left behind; only for the one that holds the lock.
sweep() {
  for other in "$home"/.new.*; do
    [ ! -d "$other" ] || rm -rf "$other"
  done
}

tell_about_path() {
  found=$(command -v envdrift) || found=
  if [ -z "$found" ] || [ "$(readlink -f "$found")" != "$(readlink -f "$prefix/bin/envdrift")" ]; then
    say "It is not what your PATH finds yet: export PATH=\"$prefix/bin:\$PATH\""
  fi
}

do_install() {
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] ||
    die "this installs envdrift for Linux x64, not for $(uname -s) $(uname -m): use envdrift-VERSION.zip and Java 21 or newer"
  for tool in tar gzip mktemp readlink find; do
    has "$tool" || die "'$tool' is needed and not here"
  done
  choose_source "$from"
  choose_prefix "$prefix"
  trap leave EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  open_home
  lock
  work=$(mktemp -d "$home/.new.XXXXXX") || cannot_write "$home"
  get_archive
  unpack
  refuse_foreign_programs "$fresh"
  prove_that_it_runs
  prune
  put_in_place
  make_links
  prune
  say "envdrift $version is installed in $prefix."
  tell_about_path
}

leave() {
  status=$?
  trap '' HUP INT TERM
  if [ "$locked" = yes ]; then
    rm -rf "${work:-$home/.new.none}"
    [ -L "$home/current" ] || remove_home
  fi
  exit "$status"
}

# Removes the directories that were made for us and are empty now, and our directory if nothing else is in it.
remove_home() {
  [ -e "$marker" ] || return 0
  made=$(sort -r "$marker" && echo .)
  remove_made
  [ "$(ls -A "$home")" = .installed ] || return 0
  rm -f "$marker"
  rmdir "$home"
  remove_made
}

remove_made() {
  printf %s "${made%.}" | while IFS= read -r directory; do
    rmdir "$prefix/$directory" 2>/dev/null || :
  done
}

do_uninstall() {
  [ -z "$from$version$checksum$caches" ] || die "--uninstall goes with --prefix only (see install.sh --help)" 2
  choose_prefix "$prefix"
  if [ ! -e "$marker" ]; then
    say "envdrift is not installed in ${prefix:-/} (by this installer)."
    return
  fi
  [ -w "$home" ] || cannot_write "$home"
  lock
  for version_here in $(versions); do
    remove_links "$home/$version_here" /nonexistent
  done
  rm -f "$home/current" "$home/previous"
  for version_here in $(versions); do
    discard "$version_here"
  done
  sweep
  remove_home
  [ ! -e "$home" ] || say "left alone: what else lies in $home"
  say "envdrift is removed from ${prefix:-/}."
}

# All of it is read before any of it runs: half a download does nothing.
main() {
  prefix='' version='' from='' checksum='' caches='' uninstall=no locked=no
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*)
        option=${1%%=*} value=${1#*=}
        shift
        set -- "$option" "$value" "$@"
        ;;
    esac
    case $1 in
      --prefix | --version | --from | --checksum | --caches)
        [ -n "${2:-}" ] || die "$1 needs a value (see install.sh --help)" 2
        case $1 in
          --prefix) prefix=$2 ;;
          --version) version=${2#v} ;;
          --from) from=$2 ;;
          --checksum) checksum=$2 ;;
          --caches) caches=$2 ;;
        esac
        shift 2
        ;;
      --uninstall) uninstall=yes && shift ;;
      --help | -h)
        usage
        return
        ;;
      *) die "unknown argument: $1 (see install.sh --help)" 2 ;;
    esac
  done
  case $caches in *[!a-z,]*) die "not a list of caches: $caches (see install.sh --help)" 2 ;; esac
  if [ "$uninstall" = yes ]; then do_uninstall; else do_install; fi
}

main "$@"
