import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Imports point one way: what a folder may import besides npm packages and its own files. */
const mayImport = {
    core: [],
    // The pack recognizes the host program by what that program is.
    policies: ["core", "components/shell"],
    // The command line reads hosts with the host program, so it has that program's text as well.
    cli: ["core", "components/shell"],
    page: ["core"],
    stack: ["core", "components"],
    "components/shell": [],
    "components/inputs": ["core"],
    "components/remote": ["core", "components/inputs", "components/shell"],
    "components/server": ["core", "components/inputs", "components/remote"],
    "components/client": ["core", "components/inputs", "components/remote"],
    "components/aws": ["core", "components/inputs", "components/remote", "components/server"],
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
    target: `./${folder}`,
    from: ".",
    except: [`./${folder}`, ...allowed.map((other) => `./${other}`), "./node_modules", "./policies/node_modules"],
    message: `${folder}/ may import only ${["itself", ...allowed].join(", ")}.`,
}));

export default tseslint.config(
    { ignores: ["dist/", "policies/bin/", "page/bin/", "**/node_modules/", ".toolchain/", ".demo/"] },
    {
        files: ["**/*.{ts,mjs,cjs,js}"],
        rules: { "max-lines": ["error", 250] },
    },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
        plugins: { "import-x": importX },
        settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js"] })] },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            // A member is taken out of an object by naming it `_`.
            "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/explicit-module-boundary-types": "error",
            curly: ["error", "multi-or-nest", "consistent"],
            "import-x/no-restricted-paths": ["error", { zones }],
            "import-x/order": [
                "error",
                {
                    groups: ["builtin", "external", ["parent", "sibling", "index"]],
                    alphabetize: { order: "asc", caseInsensitive: true },
                    "newlines-between": "ignore",
                },
            ],
            "no-restricted-syntax": [
                "error",
                { selector: "ExportDefaultDeclaration", message: "Export by name, so that one thing has one name." },
                {
                    selector: "SpreadElement > ArrayExpression, SpreadElement > ObjectExpression",
                    message: "Write the elements themselves; the formatter decides about lines.",
                },
            ],
        },
    },
    {
        files: ["core/**/*.ts"],
        rules: {
            "no-restricted-imports": [
                "error",
                { patterns: [{ group: ["@pulumi/*", "node:*"], message: "core/ is pure: no Pulumi, no I/O." }] },
            ],
        },
    },
);
