// The same in JavaScript.
exports.project = require("@pulumi/pulumi").getProject();
