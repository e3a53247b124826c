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

// The programs that the script needs. Go is not one of them: a build takes minutes.
var tools = strings.Fields("awk bash cat chmod cp curl cut dirname find flock gzip head ln mkdir mktemp mv " +
	"realpath rm sed sh sha256sum sleep sort tar tr uname xargs")

// fakePulumi is a Pulumi CLI that prints its version and installs plugins.
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

// machine is a clone of the repository on a machine with few programs.
type machine struct {
	t               *testing.T
	root, bin, home string
	releases        *httptest.Server
	// certificate is the path of the release server's certificate.
	certificate string
	// served maps paths on the release server to their content.
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
	for _, dir := range []string{filepath.Join(m.root, "tools"), m.bin, m.home} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
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

// program installs an executable on the machine.
func (m *machine) program(path, script string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// pulumi puts a Pulumi CLI of the given version and its language host on PATH, and returns their directory.
func (m *machine) pulumi(version string) string {
	dir := filepath.Join(filepath.Dir(m.root), "opt", "pulumi")
	m.program(filepath.Join(dir, "pulumi"), fmt.Sprintf(fakePulumi, version))
	m.program(filepath.Join(dir, "pulumi-language-nodejs"), "#!/bin/sh\n")
	if err := os.Symlink(filepath.Join(dir, "pulumi"), filepath.Join(m.bin, "pulumi")); err != nil {
		m.t.Fatal(err)
	}
	return dir
}

// release makes the server serve an official release, and pins the given checksum for it, by default the right one.
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

// pin adds a line to the file of pinned checksums.
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

// install runs the script and returns its output and exit code.
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

// installed runs the script, which must succeed, and returns its output.
func (m *machine) installed(args ...string) string {
	m.t.Helper()
	out, code := m.install(args...)
	if code != 0 {
		m.t.Fatalf("it exited with %d:\n%s", code, out)
	}
	return out
}

// run runs the installed pulumi with additional environment variables.
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

func expectCode(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("it exited with %d, want %d", got, want)
	}
}

// expect fails the test unless every pattern matches the text.
func expect(t *testing.T, text string, patterns ...string) {
	t.Helper()
	for _, pattern := range patterns {
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("nothing matches %q in:\n%s", pattern, text)
		}
	}
}

// fakeGo is a Go command that records its builds. Every build results in fakePulumi.
const fakeGo = `#!/bin/sh
[ "$1" = build ] || { echo go1.99.0; exit; }
echo "$PWD $*" >>"$HOME/builds"
[ ! -e "$HOME/broken" ] || { echo "no space left on device" >&2; exit 1; }
while [ "$1" != -o ]; do shift; done
cp "$HOME/pulumi" "$2"
`

// goCompiler puts fakeGo on PATH.
func (m *machine) goCompiler() {
	m.program(filepath.Join(m.bin, "go"), fakeGo)
	m.program(filepath.Join(m.home, "pulumi"), fmt.Sprintf(fakePulumi, "v3.250.0"))
}

// builds counts the builds of fakeGo.
func (m *machine) builds() int {
	trace, _ := os.ReadFile(filepath.Join(m.home, "builds"))
	return strings.Count(string(trace), "\n")
}
