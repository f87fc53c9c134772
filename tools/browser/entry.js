/* What dashboards/assets/vendor_sigma.js is bundled from: see README.md in this folder. */
export {default as Graph} from "graphology";
export {default as Sigma} from "sigma";
export {EdgeLineProgram, NodeCircleProgram} from "sigma/rendering";
