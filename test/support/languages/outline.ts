interface Schema {
    resources: Record<string, { inputProperties: object; properties: object; requiredInputs?: string[] }>;
    types: Record<string, { properties: object }>;
    language: object;
}

/** The content of a schema, regardless of its order. */
export function outline(text: string): unknown {
    const { resources, types, language } = JSON.parse(text) as Schema;
    return {
        language,
        resources: Object.entries(resources).map(([token, { inputProperties, properties, requiredInputs = [] }]) => [
            token,
            Object.keys(inputProperties).sort(),
            Object.keys(properties).sort(),
            requiredInputs,
        ]),
        types: Object.entries(types)
            .map(([token, { properties }]) => [token, Object.keys(properties).sort()])
            .sort(([one], [other]) => String(one).localeCompare(String(other))),
    };
}
