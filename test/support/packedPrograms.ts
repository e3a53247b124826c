import { packedProgram } from "../../components/remote/packing";

// A checkout packs the programs at first use, which is too long for the time that a unit test has on a busy machine.
packedProgram("server");
