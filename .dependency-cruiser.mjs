/** No import cycles, those of `import type` included, which ESLint and knip leave out. */
export default {
    forbidden: [{ name: "no-cycle", severity: "error", from: {}, to: { circular: true } }],
    options: {
        doNotFollow: { path: "node_modules" },
        tsConfig: { fileName: "tsconfig.json" },
        tsPreCompilationDeps: true,
    },
};
