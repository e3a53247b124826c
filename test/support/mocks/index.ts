export {
    type Logged,
    type Recording,
    type RecordingOptions,
    type Registered,
    plainReport,
    record,
    withoutId,
} from "./recording";
export { allUrns, eventually, promised, unhandled } from "./settled";
export { Secret, bare, shows, unknown } from "./values";
