/** An error a service throws into the script; the script sees it as an `Exception` of its own world. */
export class ScriptProblem extends Error {}
