export type Properties = Readonly<Record<string, unknown>>;

/** A resource type: how its resources are created, updated and deleted. */
export interface Kind {
    /** The inputs whose change requires a replacement. */
    readonly replacedBy?: readonly string[];
    /** Creates a resource. Returns its ID and the outputs that are not inputs. */
    readonly create: (name: string, inputs: Properties) => Promise<{ id: string; outputs: Properties }>;
    /** Updates a resource. Returns the outputs that are not inputs. Does nothing by default. */
    readonly update?: (id: string, inputs: Properties, before: Properties) => Promise<Properties>;
    /** Deletes a resource. Does nothing by default. */
    readonly remove?: (id: string, before: Properties) => Promise<void>;
}
