package id.potret.prompt;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ServiceLoader;

@AnalyzeClasses(packages = "id.potret", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule thisModuleKnowsTheJdkAndNullAnnotationsOnly = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "id.potret.prompt",
                    "id.potret.reference",
                    "org.jspecify.annotations",
                    "java.lang..",
                    "java.util..",
                    "java.io",
                    "java.nio..",
                    "java.text",
                    "java.time"));

    @ArchTest
    static final ArchRule nothingIsLoggedOrSentAndNothingIsReadByReflection = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.net..", "java.lang.reflect", "java.util.logging", "java.util.concurrent..")
                            .or(type(System.Logger.class))
                            .or(type(ServiceLoader.class)));

    @ArchTest
    static final ArchRule referencesDoNotKnowThePrompt = noClasses()
            .that()
            .resideInAPackage("id.potret.reference")
            .should()
            .dependOnClassesThat(resideInAnyPackage("id.potret.prompt"));

    @ArchTest
    static final ArchRule filesAreReadInOnePlace = noClasses()
            .that(not(simpleName("ReferenceImage")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file"));
}
