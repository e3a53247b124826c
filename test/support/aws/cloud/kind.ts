export type Properties = Readonly<Record<string, unknown>>;

/** One type of resource: how it is made, changed and ended. */
export interface Kind {
    /** The inputs whose change needs another resource. */
    readonly replacedBy?: readonly string[];
    /** Creates it; returns its id and its outputs besides its inputs. */
    readonly create: (name: string, inputs: Properties) => Promise<{ id: string; outputs: Properties }>;
    /** Updates it; returns its outputs besides its inputs. Does nothing by default. */
    readonly update?: (id: string, inputs: Properties, before: Properties) => Promise<Properties>;
    /** Ends it. Nothing happens by default. */
    readonly remove?: (id: string, before: Properties) => Promise<void>;
}
