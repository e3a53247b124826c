export { type Recording, type RecordingOptions, plainReport, record, withoutId } from "./recording";
export { allUrns, eventually, promised, unhandled } from "./settled";
export { Secret, unwrapped as bare, containsOutsideSecrets as shows, unknown } from "./values";
