# The text of what is managed on a host. Written by `npm run docs` from core/render/header.ts.
#
# Needs: nl, owned_by.
# Provides: header, owner_mark, block_begin, block_end, managed_text.

header='# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.'
owner_mark='# owner: '
block_begin='# BEGIN pulumi-ssh-keepalive'
block_end='# END pulumi-ssh-keepalive'

# Sets managed to the complete text of a file with these lines, each of which ends with a newline.
managed_text() {
    managed="# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.$nl# owner: $owned_by$nl$1"
}
