# The keys of sshd and of the kernel. Written by `npm run docs` from core/directives.ts.
#
# Needs: nothing.
# Provides: sshd_keywords, kernel_files (below /proc/sys/net/ipv4), kind_of, keyword.

sshd_keywords='TCPKeepAlive|ClientAliveInterval|ClientAliveCountMax|ChannelTimeout|UnusedConnectionTimeout'
kernel_files='tcp_keepalive_time tcp_keepalive_intvl tcp_keepalive_probes'

# Sets kind to sshd, kernel or nothing: whose line this is, as this program writes them.
kind_of() {
    case $1 in
        'TCPKeepAlive '?* | 'ClientAliveInterval '?* | 'ClientAliveCountMax '?* | 'ChannelTimeout '?* | \
            'UnusedConnectionTimeout '?*) kind=sshd ;;
        'net.ipv4.tcp_keepalive_time = '?* | 'net.ipv4.tcp_keepalive_intvl = '?* | \
            'net.ipv4.tcp_keepalive_probes = '?*) kind=kernel ;;
        *) kind= ;;
    esac
}

# Sets keyword to the spelling in the manual pages; an unknown keyword stays as it is.
keyword() {
    case $1 in
        tcpkeepalive) keyword=TCPKeepAlive ;;
        clientaliveinterval) keyword=ClientAliveInterval ;;
        clientalivecountmax) keyword=ClientAliveCountMax ;;
        channeltimeout) keyword=ChannelTimeout ;;
        unusedconnectiontimeout) keyword=UnusedConnectionTimeout ;;
        rekeylimit) keyword=RekeyLimit ;;
        *) keyword=$1 ;;
    esac
}
