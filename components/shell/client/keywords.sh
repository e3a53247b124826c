# The keys of ssh. Written by `npm run docs` from core/directives.ts.
#
# Needs: nothing.
# Provides: ssh_keys (as ssh -G prints them), kind_of, key_of, keyword.

ssh_keys='tcpkeepalive|serveraliveinterval|serveralivecountmax'

# Sets kind to flag, number or nothing: what a setting's value must be. A flag has one.
kind_of() {
    case $1 in
        'TCPKeepAlive yes' | 'TCPKeepAlive no') kind=flag ;;
        'ServerAliveInterval '?* | 'ServerAliveCountMax '?*) kind=number ;;
        *) kind= ;;
    esac
}

# Sets key to a setting's keyword as ssh -G prints it.
key_of() {
    case $1 in
        'TCPKeepAlive '*) key=tcpkeepalive ;;
        'ServerAliveInterval '*) key=serveraliveinterval ;;
        'ServerAliveCountMax '*) key=serveralivecountmax ;;
    esac
}

# Sets keyword to the spelling in the manual pages; an unknown keyword stays as it is.
keyword() {
    case $1 in
        tcpkeepalive) keyword=TCPKeepAlive ;;
        serveraliveinterval) keyword=ServerAliveInterval ;;
        serveralivecountmax) keyword=ServerAliveCountMax ;;
        rekeylimit) keyword=RekeyLimit ;;
        *) keyword=$1 ;;
    esac
}
