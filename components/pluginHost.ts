// What the plugins need that programs do not: imported as pulumi-ssh-keepalive/plugin-host.
export { usePlainErrors } from "./inputs/inputError";
