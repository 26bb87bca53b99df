# Makes a checkout ready to run: Python, system packages, and .venv with the program in it.
# Sourced by packaging/start and packaging/test, which then call `prepare`.  Everything is checked
# once; a stamp in .venv lets the next start pass without looking again and without a network.

set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$checkout/.venv
stamp=$venv/habeas-stamp
room_needed=900 # MB, for .venv and what pip unpacks on the way

# Shared libraries that Qt's own libraries and its X11 plugin are linked to, and the Debian package
# of each.  (`ldd` on libqxcb.so and libQt6Gui.so of the PySide6 wheel.)
qt_libraries='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libX11.so.6 libx11-6
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgthread-2.0.so.0 libglib2.0-0
libstdc++.so.6 libstdc++6
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxcb.so.1 libxcb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0
'

say() { printf 'habeas: %s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# The first Python of 3.11 or newer; prints nothing if there is none.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

# Packages for which a library is missing, one a line.
missing_libraries() {
    local known library package
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || return 0
    while read -r library package; do
        [ -z "$library" ] || grep -qF "$library " <<<"$known" || echo "$package"
    done <<<"$qt_libraries" | sort -u
}

missing_fonts() {
    local font
    font=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nowhere}/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' \) -print -quit 2>/dev/null || true)
    [ -n "$font" ] || echo fonts-dejavu-core
}

# Names of the system packages that are missing for the window, or also for the "test"s.
missing_packages() {
    local python
    python=$(find_python)
    if [ -z "$python" ]; then
        echo python3
        echo python3-venv
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        venv_package "$python"
    fi
    missing_libraries
    missing_fonts
    [ "$1" = test ] || return 0
    command -v Xvfb >/dev/null || echo xvfb
    command -v openbox >/dev/null || echo openbox
    command -v xdotool >/dev/null || echo xdotool
}

# Debian splits ensurepip off, one package for each version of Python.
venv_package() {
    if [ "$("$1" -c 'import os, sys; print(os.path.realpath(sys.executable))')" = \
        "$(readlink -f /usr/bin/python3)" ]; then
        echo python3-venv
    else
        "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
}

# How this user may install system packages: a prefix for the command (none for root), or failure.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        return
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo sudo -n
    elif command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then
        echo sudo
    else
        return 1
    fi
}

install_packages() {
    local packages=$* prefix
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; if the window does not open, install what Debian calls: $packages"
        return
    fi
    prefix=$(as_root) || stop "some system packages are missing and need an administrator to install:

    sudo apt-get install --no-install-recommends $packages

Then start again."
    say "installing system packages: $packages"
    apt "$prefix" update || say "the list of system packages could not be refreshed; going on with the one at hand"
    # shellcheck disable=SC2086 # a list of words
    apt "$prefix" install --no-install-recommends $packages || stop "these system packages could not be installed: $packages
Is there a network, and room on the disk? Try: sudo apt-get install --no-install-recommends $packages"
}

# Quiet unless it fails: then the last lines are shown.
apt() {
    local prefix=$1 log result=0
    shift
    log=$(mktemp)
    # shellcheck disable=SC2086 # "sudo -n" is two words
    $prefix env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null || result=$?
    [ "$result" = 0 ] || tail -n 15 "$log" >&2
    rm -f "$log"
    return "$result"
}

prepare_system() {
    local packages
    packages=$(missing_packages "$1" | sort -u | tr '\n' ' ')
    packages=${packages% }
    # shellcheck disable=SC2086 # a list of words
    [ -z "$packages" ] || install_packages $packages
}

# What .venv must have been made from: the project file, this folder, this Python, for $1.
wanted_stamp() {
    echo "$1"
    echo "$checkout"
    readlink -f "$venv/bin/python" || true
    sha256sum <"$checkout/pyproject.toml"
}

# A venv with the tests' extras serves for starting too.
ready() {
    [ -x "$venv/bin/python" ] && [ -f "$stamp" ] || return 1
    local made
    made=$(<"$stamp")
    [ "$made" = "$(wanted_stamp test)" ] || [ "$made" = "$(wanted_stamp "$1")" ]
}

check_room() {
    local free
    free=$(df -Pm "$checkout" | awk 'NR == 2 { print $4 }')
    [ "${free:-$room_needed}" -ge "$room_needed" ] ||
        stop "not enough room on the disk: $room_needed MB are needed in $checkout, $free MB are free"
}

make_venv() {
    local python
    if [ -e "$venv/habeas-unfinished" ] || { [ -d "$venv" ] && ! venv_works; }; then
        rm -rf "$venv"
    fi
    [ ! -d "$venv" ] || return 0
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is needed and was not found. On Debian 12 or newer: sudo apt-get install python3 python3-venv"
    mkdir "$venv" 2>/dev/null || stop "cannot write to $checkout; copy it to a folder of your own"
    touch "$venv/habeas-unfinished"
    "$python" -m venv "$venv" >&2 || stop "Python could not make its folder $venv (see above)"
}

venv_works() { "$venv/bin/python" -m pip --version >/dev/null 2>&1; }

fill_venv() {
    local what=$checkout log
    [ "$1" = test ] && what="$checkout[test]"
    log=$(mktemp)
    if ! "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
        --editable "$what" >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        local why
        why=$(explain "$log")
        rm -f "$log"
        stop "$why"
    fi
    rm -f "$log"
}

# One sentence for what pip could not do.
explain() {
    if grep -qi 'no space left' "$1"; then
        echo "the disk is full; nothing was started. Make room and start again."
    elif grep -qi 'certificate verify failed' "$1"; then
        echo "the network answers with a certificate that this machine does not trust, so nothing was fetched. Use another network, or install the certificate of this one."
    elif grep -qiE 'name resolution|connection (refused|error|reset|broken)|unreachable|timed? ?out|newconnection' "$1"; then
        echo "the first start needs a network to fetch what Habeas is built on, and none was reached. Connect and start again."
    else
        echo "what Habeas is built on could not be installed (see above). Start again to try once more."
    fi
}

# prepare start | prepare test: returns when .venv can run the program, or the tests too.
prepare() {
    ! ready "$1" || return 0
    # Two starts at once: the second waits for the first and finds its work done.
    { exec 9>"$checkout/.venv.lock"; } 2>/dev/null || stop "cannot write to $checkout; copy it to a folder of your own"
    ! command -v flock >/dev/null || flock 9
    if ! ready "$1"; then
        say "getting ready; this happens once and takes a few minutes, with a download of about 130 MB"
        prepare_system "$1"
        check_room
        make_venv
        fill_venv "$1"
        wanted_stamp "$1" >"$stamp"
        rm -f "$venv/habeas-unfinished"
    fi
    exec 9>&-
}
