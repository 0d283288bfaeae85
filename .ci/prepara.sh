# shellcheck shell=sh
# The steps that ./avvia and ./prova share. POSIX sh, sourced from the top of the checkout.
#
# Every step leaves alone what is already there and says in one line what it did. What the
# office can do without (the style sheets, LibreOffice, a browser) returns 1 after saying so;
# what it cannot do without (Python, the libraries) stops, saying how to mend it.

uv_wanted="uv>=0.13,<0.14"
python_is_good='import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))'
fonts="fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea"

say() {
    printf '%s\n' "$*"
}

stop() {
    printf 'Errore: %s\n' "$*" >&2
    exit 1
}

# Run a command in silence; when it fails, show the end of what it said.
quietly() {
    said=$("$@" 2>&1) && return
    printf '%s\n' "$said" | tail -n 15 >&2
    return 1
}

can_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null
}

# A repository that does not answer is no reason to stop: the package may come from another.
apt_install() {
    [ -n "${lists_are_fresh:-}" ] || apt-get update -o Acquire::http::Timeout=20 >/dev/null 2>&1 || :
    lists_are_fresh=1
    quietly env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# Name the Debian packages, among those given, that are not installed; none where there is no dpkg.
missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
            printf '%s ' "$package"
    done
}

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -c "$python_is_good" 2>/dev/null && command -v "$candidate" && return
    done
    return 1
}

# A moved checkout or an upgraded Python leaves an environment that looks whole and is not.
environment_is_good() {
    grep -qF "$(pwd -P)/.venv" .venv/bin/activate 2>/dev/null &&
        .venv/bin/python -c 'import pip' 2>/dev/null
}

prepare_python() {
    if environment_is_good; then
        say "Python: ambiente .venv già pronto."
        return
    fi
    if ! python=$(find_python) && can_install; then
        say "Python: lo installo (python3, python3-venv)."
        apt_install python3 python3-venv || stop "apt-get non ha installato Python: controllare la rete e riprovare."
    fi
    python=$(find_python) ||
        stop "serve Python 3.11 o successivo con il modulo venv. Su Debian: sudo apt-get install python3 python3-venv"
    say "Python: creo l'ambiente .venv con $python."
    quietly "$python" -m venv --clear .venv || stop "l'ambiente .venv non si crea: controllare lo spazio su disco e i permessi della cartella."
}

# uv keeps its cache in the home folder, which a service user may not have.
run_uv() {
    [ -w "${HOME:-/nonexistent}" ] || export UV_NO_CACHE=1
    quietly env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never .venv/bin/uv "$@"
}

# prepare_libraries uso|prove: what serving needs, or that and what the tests need.
# Always --inexact: ./avvia takes nothing away from what ./prova installed, nor uv from under itself.
prepare_libraries() {
    lock=$(cat pyproject.toml uv.lock .ci/prepara.sh | cksum)
    if [ "$(cat ".venv/.pronto-$1" 2>/dev/null)" = "$lock" ]; then
        say "Librerie: già pronte."
        return
    fi
    say "Librerie: installo quelle di uv.lock."
    [ "$1" = prove ] && groups=--group=dev || groups=--no-dev
    quietly .venv/bin/python -m pip install -qq --retries 2 --disable-pip-version-check "$uv_wanted" ||
        stop "uv non si scarica da PyPI: controllare la rete e riprovare."
    run_uv sync --locked --inexact "$groups" ||
        stop "le librerie non si installano (righe qui sopra): controllare la rete e riprovare."
    printf '%s\n' "$lock" >.venv/.pronto-uso
    [ "$1" = uso ] || printf '%s\n' "$lock" >.venv/.pronto-prove
}

prepare_style() {
    pinned=$(cksum <requisiti-ui.txt)
    if [ "$(cat .uikit/.pronto 2>/dev/null)" = "$pinned" ]; then
        say "Bootstrap Italia: già pronto."
        return
    fi
    say "Bootstrap Italia: installo gli stili in .uikit."
    rm -rf .uikit
    if run_uv pip install --python .venv --no-deps --require-hashes --target .uikit -r requisiti-ui.txt; then
        printf '%s\n' "$pinned" >.uikit/.pronto
    else
        say "Bootstrap Italia: non si scarica; le pagine restano senza i suoi stili finché non si riprova con la rete."
        return 1
    fi
}

find_soffice() {
    for candidate in "${FASCICOLO_SOFFICE:-soffice}" \
        /usr/lib/libreoffice/program/soffice /opt/libreoffice*/program/soffice; do
        command -v "$candidate" && return
    done
    return 1
}

# LibreOffice from its own site carries its Python; Debian's borrows the system's.
has_bridge() {
    [ -x "$(dirname "$(readlink -f "$1")")/python" ] || /usr/bin/python3 -c 'import uno' 2>/dev/null
}

prepare_libreoffice() {
    # shellcheck disable=SC2086
    missing=$(missing_packages $fonts)
    soffice=$(find_soffice) || missing="$missing libreoffice-writer-nogui"
    has_bridge "${soffice:-/usr/bin/soffice}" || missing="$missing python3-uno"
    # jemalloc takes a fifth off each PDF, and is not missed where it cannot be had.
    ! can_install || missing="$missing $(missing_packages libjemalloc2)"
    install_or_say LibreOffice "il DOCX si fa subito, il PDF resta in attesa" "$missing"
}

find_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

# The driver of the browser tests brings a Node that a bare Debian lacks libatomic for.
prepare_browser() {
    missing=$(missing_packages libatomic1)
    find_chromium >/dev/null || missing="$missing chromium"
    install_or_say Chromium "le prove nel browser si saltano" "$missing"
}

# install_or_say NAME CONSEQUENCE PACKAGES: have the packages, or say what goes without them.
install_or_say() {
    packages=$(printf '%s' "$3" | xargs)
    if [ -z "$packages" ]; then
        say "$1: già presente."
    elif ! can_install; then
        say "$1: $2. Manca ciò che solo l'amministratore può installare: sudo apt-get install $packages"
        return 1
    else
        say "$1: installo $packages."
        # shellcheck disable=SC2086
        apt_install $packages && return
        say "$1: $2. apt-get non ha installato $packages (righe qui sopra): controllare la rete e riprovare."
        return 1
    fi
}

# In a checkout, let `git diff` show the papers made in Word as words.
teach_git() {
    [ -e .git ] && command -v git >/dev/null || return 0
    git config diff.docx.textconv .ci/docx-text 2>/dev/null || :
}
