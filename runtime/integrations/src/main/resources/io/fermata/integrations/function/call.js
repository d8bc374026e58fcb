// Runs the code of one function: hides the way to the host, gives it the time of the call as its clock, calls its handler
// and answers with what came of it.
{
	const invoke = globalThis.java_invoke;
	const stringify = JSON.stringify;
	const input = JSON.parse(JSON.parse(invoke("host", "input", "[]")));
	const say = (answer) => invoke("host", "answer", stringify([stringify(answer)]));
	for (const name of ["java_invoke", "host", "quickjs4j_engine", "Javy", "plugin"]) {
		delete globalThis[name];
	}

	const Real = Date;
	const Given = function Date(...parts) {
		if (!new.target) {
			return new Real(input.now).toString();
		}
		return Reflect.construct(Real, parts.length ? parts : [input.now], new.target);
	};
	Given.prototype = Real.prototype;
	Given.prototype.constructor = Given;
	Given.now = () => input.now;
	Given.parse = Real.parse;
	Given.UTC = Real.UTC;
	globalThis.Date = Given;

	const raise = (type, error) => say({
		raised: {
			errorType: type ?? (error instanceof Error ? error.name : "Error"),
			errorMessage: error instanceof Error ? error.message : String(error),
			trace: error instanceof Error ? String(error.stack ?? "").split("\n").filter((line) => line !== "") : [],
		},
	});
	const load = () => {
		const module = { exports: {} };
		const own = new Function("module", "exports", input.code + "\n;return typeof handler === 'function' ? handler : undefined;");
		const found = own(module, module.exports);
		return module.exports.handler ?? found;
	};

	let handler;
	try {
		handler = load();
		if (typeof handler === "function") {
			Promise.resolve().then(() => handler(JSON.parse(input.event), Object.freeze(input.context)))
				.then((value) => say({ returned: value === undefined ? null : value }))
				.catch((error) => raise(null, error));
		} else {
			raise("Runtime.HandlerNotFound", "The code has no function handler and no exports.handler");
		}
	} catch (error) {
		raise(error instanceof SyntaxError ? "Runtime.UserCodeSyntaxError" : null, error);
	}
}
