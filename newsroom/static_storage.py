"""Static files under names that hold their hash, the modules that scripts import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Django rewrites the `import … from "./module.js"` of a script only where it is asked to;
    otherwise a module that two scripts share is fetched and run twice, once under each name."""

    support_js_module_import_aggregation = True
