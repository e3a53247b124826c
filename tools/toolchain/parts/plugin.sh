# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- The command plugin: find_plugin sets plugin and plugin_summary ---

find_plugin() {
    local home=${PULUMI_HOME:-$HOME/.pulumi}/plugins/resource-command-v$command_version
    plugin=$home/pulumi-resource-command
    if [ "$official" = yes ] && [ -x "$plugin" ]; then
        plugin_summary="command plugin $command_version from $home"
    elif [ "$official" = yes ] && fetch_plugin; then
        plugin_summary="the official command plugin $command_version"
    else
        require_go
        build_here plugin-command pulumi-resource-command "$command_version"
        plugin=$built
        plugin_summary="a stand-in for command plugin $command_version"
    fi
}

fetch_plugin() {
    plugin=$cache/home/plugins/resource-command-v$command_version/pulumi-resource-command
    [ ! -x "$plugin" ] || return 0
    say "installing the command plugin $command_version"
    # The CLI downloads the plugin as for any program. If the plugin's SHA-256 is pinned, the CLI checks it.
    local name sum
    name=pulumi-resource-command-v$command_version-$(platform | sed s/x64/amd64/).tar.gz
    sum=$(pinned "$name") || true
    PULUMI_HOME=$cache/home PULUMI_SKIP_UPDATE_CHECK=1 within 120 "$cli_dir/pulumi" plugin install \
        resource command "$command_version" ${sum:+--checksum "$sum"} >/dev/null 2>&1 && [ -x "$plugin" ] && return
    say "the official command plugin is not available"
    return 1
}
