import tseslint from "typescript-eslint";

// Imports point one way: core <- components <- index.ts, core <- policies, core <- cli. The command line reads hosts with
// the host program, so it may have that program's text as well.
const folders = ["core", "components", "policies", "cli", "page", "test", "tools", "examples"];
const mayImport = {
    core: [],
    components: ["core"],
    policies: ["core"],
    cli: ["core"],
    page: ["core"],
};

const oneWay = Object.entries(mayImport).map(([folder, allowed]) => ({
    files: [`${folder}/**/*.ts`],
    rules: {
        "no-restricted-imports": [
            "error",
            {
                patterns: [
                    {
                        group: folders
                            .filter((other) => other !== folder && !allowed.includes(other))
                            .flatMap((other) => [
                                `../${other}`,
                                `../${other}/**`,
                                `../../${other}/**`,
                                `../../../${other}/**`,
                            ])
                            .concat(folder === "cli" ? ["!../../components/shell", "!../../components/shell/**"] : []),
                        message: `${folder}/ may import only ${["itself", ...allowed].join(" and ")}.`,
                    },
                    ...(folder === "core"
                        ? [
                              {
                                  group: ["@pulumi/*", "node:*", "fs", "child_process"],
                                  message: "core/ is pure: no Pulumi, no I/O.",
                              },
                          ]
                        : []),
                ],
            },
        ],
    },
}));

export default tseslint.config(
    {
        ignores: [
            "dist/",
            "policies/bin/",
            "page/bin/",
            "node_modules/",
            "policies/node_modules/",
            ".toolchain/",
            ".demo/",
        ],
    },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            // A member is taken out of an object by naming it `_`.
            "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/explicit-module-boundary-types": "error",
            "no-restricted-syntax": [
                "error",
                { selector: "ExportDefaultDeclaration", message: "Export by name, so that one thing has one name." },
            ],
        },
    },
    ...oneWay,
);
