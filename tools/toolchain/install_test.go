// Package toolchain has the tests of its script, install.
package toolchain

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// What the script needs of a machine. Go is not among it: building takes minutes.
var tools = strings.Fields("awk bash cat chmod cp curl cut dirname find flock gzip head ln mkdir mktemp mv " +
	"realpath rm sed sh sha256sum sleep sort tar tr uname xargs")

// A Pulumi CLI as the script needs it: it tells its version and installs plugins.
const fakePulumi = `#!/bin/sh
case "$1 $2" in
version*) echo "%s" ;;
"plugin install")
    plugin=$PULUMI_HOME/plugins/resource-command-v1.2.1
    mkdir -p "$plugin" && echo '#!/bin/sh' >"$plugin/pulumi-resource-command"
    chmod +x "$plugin/pulumi-resource-command" ;;
*) echo "$PULUMI_HOME | $PATH" ;;
esac
`

// machine is a clone of the repository on a machine that has little.
type machine struct {
	t               *testing.T
	root, bin, home string
	releases        *httptest.Server
	// certificate is a file with that of the release server.
	certificate string
	// served maps what the release server has to its content.
	served   map[string][]byte
	mu       sync.Mutex
	requests []string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{
		t: t, root: filepath.Join(root, "clone"), bin: filepath.Join(root, "bin"), home: filepath.Join(root, "home"),
		served: map[string][]byte{},
	}
	for _, folder := range []string{filepath.Join(m.root, "tools"), m.bin, m.home} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("cp", "-R", ".", filepath.Join(m.root, "tools/toolchain")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, tool := range tools {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Skipf("%s is not installed", tool)
		}
		if err := os.Symlink(path, filepath.Join(m.bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	m.releases = httptest.NewTLSServer(http.HandlerFunc(m.serve))
	t.Cleanup(m.releases.Close)
	m.certificate = filepath.Join(m.home, "certificate.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: m.releases.Certificate().Raw}
	if err := os.WriteFile(m.certificate, pem.EncodeToMemory(block), 0o644); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *machine) serve(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests = append(m.requests, r.URL.Path)
	content, ok := m.served[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(content)
}

// program puts an executable on the machine.
func (m *machine) program(path, script string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// pulumi puts a Pulumi CLI of that version and its language host on PATH, and returns their folder.
func (m *machine) pulumi(version string) string {
	folder := filepath.Join(filepath.Dir(m.root), "opt", "pulumi")
	m.program(filepath.Join(folder, "pulumi"), fmt.Sprintf(fakePulumi, version))
	m.program(filepath.Join(folder, "pulumi-language-nodejs"), "#!/bin/sh\n")
	if err := os.Symlink(filepath.Join(folder, "pulumi"), filepath.Join(m.bin, "pulumi")); err != nil {
		m.t.Fatal(err)
	}
	return folder
}

// release has the server serve an official release, and pins a checksum for it, its own unless another is given.
func (m *machine) release(checksum string) {
	m.t.Helper()
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	tarred := tar.NewWriter(zipped)
	for name, script := range map[string]string{
		"pulumi": fmt.Sprintf(fakePulumi, "v3.250.0"), "pulumi-language-nodejs": "#!/bin/sh\n",
	} {
		header := &tar.Header{Name: "pulumi/" + name, Mode: 0o755, Size: int64(len(script))}
		if err := tarred.WriteHeader(header); err != nil {
			m.t.Fatal(err)
		}
		if _, err := tarred.Write([]byte(script)); err != nil {
			m.t.Fatal(err)
		}
	}
	tarred.Close()
	zipped.Close()
	if checksum == "" {
		checksum = fmt.Sprintf("%x", sha256.Sum256(archive.Bytes()))
	}
	for _, platform := range []string{"linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"} {
		name := "pulumi-v3.250.0-" + platform + ".tar.gz"
		m.served["/"+name] = archive.Bytes()
		m.pin(checksum + "  " + name)
	}
}

// pin adds a line to the checksums that are pinned.
func (m *machine) pin(line string) {
	m.t.Helper()
	pins, err := os.OpenFile(filepath.Join(m.root, "tools/toolchain/checksums"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		m.t.Fatal(err)
	}
	defer pins.Close()
	fmt.Fprintln(pins, line)
}

func (m *machine) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = "/"
	cmd.Env = []string{
		"PATH=" + m.bin, "HOME=" + m.home,
		"PULUMI_RELEASES_URL=" + m.releases.URL, "CURL_CA_BUNDLE=" + m.certificate,
	}
	return cmd
}

// install runs the script and returns what it said and its exit code.
func (m *machine) install(args ...string) (string, int) {
	m.t.Helper()
	args = append([]string{filepath.Join(m.root, "tools/toolchain/install")}, args...)
	out, err := m.command("bash", args...).CombinedOutput()
	if exit, ok := err.(*exec.ExitError); ok {
		return string(out), exit.ExitCode()
	} else if err != nil {
		m.t.Fatal(err)
	}
	return string(out), 0
}

func (m *machine) installed(args ...string) string {
	m.t.Helper()
	out, code := m.install(args...)
	if code != 0 {
		m.t.Fatalf("it ended with %d:\n%s", code, out)
	}
	return out
}

// run runs the installed pulumi with further environment.
func (m *machine) run(env ...string) string {
	m.t.Helper()
	cmd := m.command(filepath.Join(m.root, ".toolchain/bin/pulumi"), "whoami")
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		m.t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

func expect(t *testing.T, text string, patterns ...string) {
	t.Helper()
	for _, pattern := range patterns {
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("nothing matches %q in:\n%s", pattern, text)
		}
	}
}

func TestInstallPrefersPulumiOnPath(t *testing.T) {
	m := newMachine(t)
	m.release("")
	folder := m.pulumi("v3.270.0")
	expect(t, m.installed(), "using pulumi v3.270.0 from "+folder,
		"ready: pulumi v3.270.0 from .*; command plugin 1.2.1, the official one")
	if len(m.requests) != 0 {
		t.Errorf("it asked for %v", m.requests)
	}
}

func TestInstallTakesTheReleaseWherePulumiOnPathWillNotDo(t *testing.T) {
	for name, prepare := range map[string]func(*machine){
		"none":             func(*machine) {},
		"too old":          func(m *machine) { m.pulumi("v3.201.0") },
		"another major":    func(m *machine) { m.pulumi("v4.0.0") },
		"no language host": func(m *machine) { os.Remove(filepath.Join(m.pulumi("v3.270.0"), "pulumi-language-nodejs")) },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.release("")
			prepare(m)
			expect(t, m.installed(), "ready: pulumi v3.250.0, the official release; .* the official one")
		})
	}
}

func TestInstallRefusesADownloadWithAnotherChecksum(t *testing.T) {
	m := newMachine(t)
	m.release(strings.Repeat("0", 64))
	out, code := m.install()
	expect(t, out, "does not have its pinned SHA-256; not using it", "cannot go on: Go is not installed")
	if code != 1 {
		t.Errorf("it ended with %d", code)
	}
	if left, _ := filepath.Glob(filepath.Join(m.home, ".cache/pulumi-ssh-keepalive/toolchain/*pulumi*")); left != nil {
		t.Errorf("it kept %v", left)
	}
}

func TestInstallDownloadsNothingThatIsNotPinned(t *testing.T) {
	m := newMachine(t)
	m.release("")
	checksums := filepath.Join(m.root, "tools/toolchain/checksums")
	if err := os.WriteFile(checksums, []byte("# none\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	m.goCompiler()
	expect(t, m.installed(), `no SHA-256 of pulumi-v3.250.0-.*\.tar\.gz is pinned`, "built with Go")
	if len(m.requests) != 0 {
		t.Errorf("it asked for %v", m.requests)
	}
}

func TestInstallDownloadsOverHttpsAlone(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.goCompiler()
	plain := httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(plain.Close)
	cmd := m.command("bash", filepath.Join(m.root, "tools/toolchain/install"))
	cmd.Env = append(cmd.Env, "PULUMI_RELEASES_URL="+plain.URL)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	expect(t, string(out), "is not https; not fetching it", "built with Go")
	if len(m.requests) != 0 {
		t.Errorf("it asked for %v", m.requests)
	}
}

func TestInstallEndsACommandThatHangs(t *testing.T) {
	m := newMachine(t)
	m.program(filepath.Join(m.bin, "sleeper"), "#!/bin/sh\nexec sleep 600\n")
	script := ". " + filepath.Join(m.root, "tools/toolchain/parts/go.sh") +
		"; within 1 sleeper && exit 3; within 60 true || exit 4; within 60 sh -c 'exit 7'; [ $? -eq 7 ]"
	if out, err := m.command("bash", "-c", script).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestInstallSaysWhatIsMissing(t *testing.T) {
	m := newMachine(t)
	out, code := m.install()
	expect(t, out, "cannot go on: Go is not installed", `install Go 1\.[0-9.]+ or newer: https://go.dev/doc/install`,
		"install Pulumi 3.250.0 and put it on PATH", "PULUMI_RELEASES_URL")
	if code != 1 {
		t.Errorf("it ended with %d", code)
	}

	m.program(filepath.Join(m.bin, "go"), "#!/bin/sh\n[ $1 = version ] && echo go version go1.19.8 linux/amd64\n")
	out, code = m.install()
	expect(t, out, `Go 1\.[0-9.]+ or newer is needed, and go version go1.19.8 linux/amd64 is older`)
	if code != 1 {
		t.Errorf("it ended with %d", code)
	}
}

// A Go that answers as the real one and writes to a trace what it was to build; the outcome is a Pulumi CLI.
const fakeGo = `#!/bin/sh
[ "$1" = build ] || { echo go1.99.0; exit; }
echo "$PWD $*" >>"$HOME/builds"
[ ! -e "$HOME/broken" ] || { echo "no space left on device" >&2; exit 1; }
while [ "$1" != -o ]; do shift; done
cp "$HOME/pulumi" "$2"
`

func (m *machine) goCompiler() {
	m.program(filepath.Join(m.bin, "go"), fakeGo)
	m.program(filepath.Join(m.home, "pulumi"), fmt.Sprintf(fakePulumi, "v3.250.0"))
}

func (m *machine) builds() int {
	trace, _ := os.ReadFile(filepath.Join(m.home, "builds"))
	return strings.Count(string(trace), "\n")
}

func TestInstallBuildsWhatCannotBeHad(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	expect(t, m.installed(), `no SHA-256 of pulumi-v3.250.0-.*\.tar\.gz is pinned`,
		"building the Pulumi CLI 3.250.0 from Go modules, about 5 minutes the first time",
		"ready: pulumi v3.250.0, built with Go, with a stand-in language host; command plugin 1.2.1, a stand-in")
	expect(t, m.run(), "toolchain/home")
	if m.builds() != 3 {
		t.Errorf("%d builds, want one of the CLI and of each stand-in", m.builds())
	}

	// The script itself is one of the things that a toolchain depends on, and no reason to build again.
	script, err := os.OpenFile(filepath.Join(m.root, "tools/toolchain/install"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(script, "# changed")
	script.Close()
	expect(t, m.installed(), "ready: ")
	if m.builds() != 3 {
		t.Errorf("%d builds after a change of the script", m.builds())
	}

	m.program(filepath.Join(m.root, "tools/toolchain/plugin-command/more.go"), "package main\n")
	expect(t, m.installed(), "building pulumi-resource-command", "ready: ")
	if m.builds() != 4 {
		t.Errorf("%d builds after a change of the plugin", m.builds())
	}
}

func TestInstallShowsWhyABuildFailedAndKeepsNothingOfIt(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	broken := filepath.Join(m.home, "broken")
	if err := os.WriteFile(broken, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	out, code := m.install()
	expect(t, out, "no space left on device\n", "that failed, see above: building the Pulumi CLI")
	if code != 1 {
		t.Errorf("it ended with %d", code)
	}
	if err := os.Remove(broken); err != nil {
		t.Fatal(err)
	}
	expect(t, m.installed(), "ready: ")
}

func TestInstallBuildsThePluginForPulumiOnPathWhereItCannotBeFetched(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	m.program(filepath.Join(m.pulumi("v3.270.0"), "pulumi"), "#!/bin/sh\n[ $1 = version ] && echo v3.270.0\n")
	expect(t, m.installed(), "ready: pulumi v3.270.0 from .*; command plugin 1.2.1, a stand-in")
	if m.builds() != 1 {
		t.Errorf("%d builds, want one", m.builds())
	}
}

func TestInstallDoesNothingTwice(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.installed()
	m.requests = nil
	out := m.installed()
	if lines := strings.Count(out, "\n"); lines != 1 || len(m.requests) != 0 {
		t.Errorf("the second run asked for %v and said:\n%s", m.requests, out)
	}

	if err := os.RemoveAll(filepath.Join(m.root, ".toolchain")); err != nil {
		t.Fatal(err)
	}
	m.installed()
	if len(m.requests) != 0 {
		t.Errorf("with a filled cache it asked for %v", m.requests)
	}
}

func TestInstallMendsWhatIsGone(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.installed()
	if err := os.RemoveAll(filepath.Join(m.home, ".cache")); err != nil {
		t.Fatal(err)
	}
	m.installed()
	expect(t, m.run(), "toolchain/home")
}

func TestInstallRunsTwiceAtOnce(t *testing.T) {
	m := newMachine(t)
	m.release("")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if out, code := m.install(); code != 0 || !strings.Contains(out, "ready: ") {
				t.Errorf("it ended with %d:\n%s", code, out)
			}
		})
	}
	wait.Wait()
	if len(m.requests) != 1 {
		t.Errorf("together they asked for %v", m.requests)
	}
}

func TestInstalledPulumiFindsThePluginInAnyHome(t *testing.T) {
	m := newMachine(t)
	m.pulumi("v3.270.0")
	m.installed()
	out := filepath.Join(m.root, ".toolchain")
	plugin := filepath.Join(out, "home/plugins/resource-command-v1.2.1/pulumi-resource-command")
	if _, err := os.Stat(plugin); err != nil {
		t.Fatal(err)
	}
	if got, want := m.run(), out+"/home | "+m.bin; got != want {
		t.Errorf("without a home it runs with %s, want %s", got, want)
	}
	if got, want := m.run("PULUMI_HOME="+out+"/home"), out+"/home | "+m.bin; got != want {
		t.Errorf("with a home that has the plugin it runs with %s, want %s", got, want)
	}
	if got, want := m.run("PULUMI_HOME=/other"), "/other | "+out+"/plugin:"+m.bin; got != want {
		t.Errorf("with another home it runs with %s, want %s", got, want)
	}
}

func TestInstallExplainsItself(t *testing.T) {
	m := newMachine(t)
	expect(t, m.installed("--help"), `^Usage: tools/toolchain/install \[languages\]\n`, "PULUMI_RELEASES_URL")
	if _, err := os.Stat(filepath.Join(m.root, ".toolchain")); err == nil {
		t.Error("--help installed something")
	}
	if out, code := m.install("--now"); code != 2 || !strings.HasPrefix(out, "Usage: ") {
		t.Errorf("it ended with %d:\n%s", code, out)
	}
}
