# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- Builds with Go ---

require_go() {
    command -v go >/dev/null || no_go "Go is not installed"
    local required
    required=$(awk '$1 == "go" { print $2 }' "$here/go.mod")
    # Go 1.21 and newer can fetch the required version, unless GOTOOLCHAIN forbids it.
    if ! go_version=$(cd "$here" && go env GOVERSION 2>/dev/null) && [ -z "${GOTOOLCHAIN-}" ]; then
        export GOTOOLCHAIN=auto
        go_version=$(cd "$here" && go env GOVERSION 2>/dev/null) || true
    fi
    case $go_version in
        go1.*) ;;
        *) no_go "Go $required or newer is required, found $(cd / && go version || echo 'a broken one')" ;;
    esac
    # An old Go ignores the version in go.mod.
    [ "$(printf '%s\n' "${go_version#go}" "$required" | sort -V | head -n1)" = "$required" ] ||
        no_go "Go $required or newer is required, found ${go_version#go}"
}

no_go() {
    fail "$1.
  The official Pulumi is not available either, so its parts must be built. Do one of these, then try again:
  - install Go $(awk '$1 == "go" { print $2 }' "$here/go.mod") or newer: https://go.dev/doc/install
  - install Pulumi $pulumi_version and put it on PATH: https://www.pulumi.com/docs/install/
  - set PULUMI_RELEASES_URL to a mirror of the Pulumi releases (see tools/toolchain/install --help)"
}

# Builds a package of this module, which is a main function in the directory $1, as the program $2 in version $3.
build_here() {
    build "$1" "$2" . "./$1" "-X main.version=$3" "$2, up to a minute the first time" serve "$1"
}

# build NAME FILE MODULE PACKAGE LDFLAGS TEXT [DIR…]: builds PACKAGE of the module in the directory MODULE, unless the
# cache has it, built from the same Go files below DIR…; sets built to the file.
build() {
    local name=$1 file=$2 module=$3 package=$4 ldflags=$5 text=$6 key
    shift 6
    key=$({
        sources "$module" "$@"
        printf '%s\n' "$go_version" "$ldflags"
    } | digest)
    built=$cache/$name-$key/$file
    [ -x "$built" ] || timed "building $text" go_build "$here/$module" "$built" "$package" "$ldflags"
}

# sources MODULE [DIR…]: prints what a build depends on: the module's requirements and the Go files below DIR….
sources() {
    cat "$here/$1"/go.*
    shift
    [ $# -eq 0 ] || (cd "$here" && find "$@" -name '*.go' ! -name '*_test.go' | LC_ALL=C sort | xargs cat)
}

digest() { sha256 | cut -c1-16; }

# go_build DIR FILE PACKAGE LDFLAGS: writes FILE atomically.
go_build() {
    mkdir -p "${2%/*}"
    (cd "$1" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w $4" -o "$2.new" "$3") &&
        mv "$2.new" "$2"
}
