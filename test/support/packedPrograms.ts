import { packedProgram } from "../../components/remote/packing";

// A checkout packs the programs on first use, which may exceed a unit test's time limit on a busy machine.
packedProgram("server");
